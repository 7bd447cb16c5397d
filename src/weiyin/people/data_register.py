"""The register of data: of what class each column is, how long rows live, what goes with a person.

`data_register.csv` has a line a table. Classes, after JR/T 0171: C1, the bank's own affairs; C2,
what names a person or tells of their money; C3, what proves who somebody is. Lives: `bank`, as
long as the bank has use for it; `law`, kept as the law asks of books and evidence; `person`, gone
when that person asks to be forgotten; `N days`, deleted by a purge once it is over so long.
`title`: how the table is called when a person takes their data home. A test holds it to the schema.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Registered:
    """One table. `classes`: 1, 2 or 3 for each of its columns."""

    table: str
    lives: frozenset[str]
    title: str
    classes: dict[str, int]

    @property
    def goes_with_person(self) -> bool:
        return "person" in self.lives

    @property
    def kept(self) -> timedelta | None:
        """How long a purge leaves it; None when none deletes it."""
        days = [life.removesuffix(" days") for life in self.lives if life.endswith(" days")]
        return timedelta(days=int(days[0])) if days else None


@cache
def data_register() -> dict[str, Registered]:
    """Every table there is, by name."""
    text = resources.files(__package__).joinpath("data_register.csv").read_text(encoding="utf-8")
    return {row["table"]: _registered(row) for row in csv.DictReader(text.splitlines())}


def _registered(row: dict[str, str]) -> Registered:
    classes = {name: kind for kind in (1, 2, 3) for name in row[f"c{kind}"].split()}
    lives = frozenset(life.strip() for life in row["life"].split(","))
    return Registered(row["table"], lives, row["title"], classes)
