"""The table of checks: what is tried, and what must happen."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib import resources

from weiyin.base.errors import BadInput


@dataclass(frozen=True, slots=True)
class Check:
    """`run`: U in process, S simulated, P real processes, L lint, R at a release."""

    id: str
    do: str
    must: str
    run: str


def all_checks() -> dict[str, Check]:
    """Every check there is, by id, in the table's order."""
    text = resources.files(__package__).joinpath("checks.csv").read_text(encoding="utf-8")
    return {row["id"]: Check(**row) for row in csv.DictReader(text.splitlines())}


def chosen(ids: list[str]) -> list[Check]:
    """The checks of these ids; all of them for none. Raises `BadInput` for an unknown id."""
    known = all_checks()
    for id_ in ids:
        if id_.upper() not in known:
            raise BadInput(id_, f"没有编号为 {id_} 的检查")
    return [known[id_.upper()] for id_ in ids] or list(known.values())
