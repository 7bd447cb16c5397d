"""One statement, written once for both engines.

    FREEZE = sql("UPDATE cards SET status=:status WHERE card_id=:card_id")

The text is SQL that SQLite (3.40 or newer) and PostgreSQL 18 both accept, with `:name` for each
parameter. Where they differ, `postgresql=` gives the other wording. A parameter that may be None
and is compared with `IS NULL` needs a CAST, since PostgreSQL asks for its type.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""
      (?P<kept> '(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | :: )
    | :(?P<name>[a-zA-Z_]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)


class Sql:
    """An immutable statement. `text` is what SQLite runs; `postgresql` what psycopg runs.

    `set_based`, if any, does on PostgreSQL for all rows of a `many` what `text` does for one; its
    parameter `rows` is a JSON list of them (see `many`).
    """

    __slots__ = ("_postgresql", "_translated", "set_based", "text", "writes")

    def __init__(
        self, text: str, postgresql: str | None = None, *, set_based: str | None = None
    ) -> None:
        self.text = text
        self._postgresql = postgresql or text
        self._translated: bytes | None = None
        self.set_based = None if set_based is None else to_psycopg(set_based).encode()
        self.writes = not text.lstrip().upper().startswith("SELECT")

    @property
    def postgresql(self) -> bytes:
        """The statement with `%(name)s` parameters; translated at its first use."""
        if self._translated is None:
            self._translated = to_psycopg(self._postgresql).encode()
        return self._translated

    def __repr__(self) -> str:
        return f"sql({self.text!r})"


def sql(text: str, *, postgresql: str | None = None) -> Sql:
    """A statement to be kept in a module-level constant."""
    return Sql(text, postgresql)


def to_psycopg(text: str) -> str:
    """`:name` → `%(name)s`, leaving literals, quoted names, comments and `::casts` alone."""

    def parameter(found: re.Match[str]) -> str:
        return found["kept"] or f"%({found['name']})s"

    return _TOKEN.sub(parameter, text.replace("%", "%%"))
