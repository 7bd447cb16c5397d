"""Write the reference pages of docs/ from the code; `tests/test_docs.py` holds them fresh."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from scripts import function_pages
from sqlalchemy import Column, Table

from weiyin.app.schema import table_modules
from weiyin.base import errors
from weiyin.base.errors import Refused, WeiyinError
from weiyin.settings import explain

DOCS = function_pages.ROOT / "docs"
_REMEDIES = {
    "Refused": "the asker mends it or accepts it; we never retry",
    "TryLater": "retry with back-off; nothing happened",
    "Unknown": "look by key before doing it again",
    "Misconfigured": "an operator changes the named setting",
    "Broken": "stop that part, call a person",
    "WeiyinError": "the root of all",
}
_LEGEND = (
    "Columns named `*_us` are moments in microseconds UTC, `*_fen` amounts in hundredths of the "
    "currency, booleans 0 or 1, JSON is text. `oa` is the key of an official account, `book` a "
    "bank's set of books. **Bold**: the primary key; `?`: may be empty."
)


def pages() -> dict[Path, str]:
    """Every generated page by its file."""
    return {
        **function_pages.pages(),
        DOCS / "settings.md": _settings(),
        DOCS / "errors.md": _errors(),
        DOCS / "schema.md": _schema(),
    }


def error_classes() -> list[type[WeiyinError]]:
    """The errors of `base/errors.py`, a remedy before its kinds."""
    found = [one for one in vars(errors).values() if inspect.isclass(one)]
    return [one for one in found if issubclass(one, WeiyinError)]


def tables() -> dict[str, list[tuple[Table, str]]]:
    """The tables of each room, each with the words under its declaration, if any."""
    return {_room(module): list(_declared(module)) for module in table_modules()}


def _settings() -> str:
    rows = "\n".join(
        f"| `{name}` | {about} | {_default(default)} |" for name, about, default in explain()
    )
    return (
        "# Settings\n\n"
        "Each is a `WEIYIN_…` variable, or a member of the TOML file that `WEIYIN_CONFIG` names "
        "(`database_url = …`, `[accounts.main]`); a variable wins. The file must be readable by "
        "its owner alone. `weiyin check` explains them and says what is wrong.\n\n"
        "`<KEY>` is the account's key, the `main` of `/wechat/main`; in variables it is read in "
        "lower case.\n\n"
        f"| setting | what it is | default |\n|---|---|---|\n{rows}\n"
    )


def _default(text: str) -> str:
    if text == "required":
        return "**required**"
    return f"`{text}`" if text not in {"", "()", "{}"} else "empty"


def _errors() -> str:
    drawn = (inspect.getdoc(errors) or "").partition("\n\n")[2]
    rows = "\n".join(_error(one) for one in error_classes())
    return (
        "# Errors, by remedy\n\n"
        "Every fault is one of these, named after what to do about it. `heard` is what a customer "
        "may be told; the message is for the log.\n\n"
        f"```\n{drawn}\n```\n\n"
        "| error | HTTP | API `code` | heard by default | what it says | remedy |\n"
        f"|---|---|---|---|---|---|\n{rows}\n\n"
        "Over the API every one of them is `code`, `message` and, when one member is wrong, "
        "`field`. Rooms narrow these further: `SessionOver` (401) is a `NeedsStepUp`, `Forged` a "
        "`Refused`.\n"
    )


def _error(one: type[WeiyinError]) -> str:
    remedy = next(_REMEDIES[kind.__name__] for kind in one.__mro__ if kind.__name__ in _REMEDIES)
    code = f"`{one.code}`" if issubclass(one, Refused) else "`unavailable`"
    says = " ".join((inspect.getdoc(one) or "").split())
    return f"| `{one.__name__}` | {one.status} | {code} | {one.heard} | {says} | {remedy} |"


def _schema() -> str:
    parts = ["# Tables", _LEGEND]
    for room, declared in tables().items():
        parts.append(f"## {room}")
        parts += [_table(table, words) for table, words in declared]
    return "\n\n".join(parts) + "\n"


def _table(table: Table, words: str) -> str:
    columns = ", ".join(map(_column, table.columns))
    return "\n\n".join(part for part in (f"### {table.name}", words, columns) if part)


def _column(column: Column[Any]) -> str:
    if column.primary_key:
        return f"**{column.name}**"
    return f"{column.name}?" if column.nullable else column.name


def _room(module: ModuleType) -> str:
    return module.__name__.removeprefix("weiyin.").removesuffix(".tables").replace(".", "/")


def _declared(module: ModuleType) -> Iterator[tuple[Table, str]]:
    """In the order of the file. A string right under a table's declaration tells of it."""
    body = ast.parse(inspect.getsource(module)).body
    for statement, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            table = getattr(module, statement.targets[0].id)
            if isinstance(table, Table):
                yield table, _words(following)


def _words(statement: ast.stmt | None) -> str:
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Constant):
        return ""
    return " ".join(str(statement.value.value).split())


def main() -> None:
    wanted = pages()
    for old in set(function_pages.FOLDER.glob("*.md")) - set(wanted):
        old.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(function_pages.ROOT))


if __name__ == "__main__":
    main()
