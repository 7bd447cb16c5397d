"""`weiyin functions`: what there is, and through which doors."""

from __future__ import annotations

from typing import Any

from weiyin.commands.show import as_json, as_table
from weiyin.console.catalogue import console_functions
from weiyin.functions.catalogue import load_catalogue


def functions(*, json: bool) -> None:
    """Every function, customers' and staff's: id, title, menu, group, risk, needs, doors."""
    rows = [_row(function.declaration, function.doors) for function in load_catalogue()]
    rows += [_staff_row(*said) for said in console_functions()]
    if json:
        as_json(rows)
    else:
        columns = ("id", "title", "menu", "group", "risk", "needs", "doors")
        table = [[_cell(row[name]) for name in columns] for row in rows]
        as_table(f"{len(rows)} functions", columns, table)


def _row(said: Any, doors: tuple[str, ...]) -> dict[str, Any]:
    return {
        "id": said.id,
        "title": said.title,
        "menu": f"{said.menu}/{said.place}" if said.menu and said.place else "",
        "group": said.group,
        "risk": said.risk,
        "needs": said.needs,
        "doors": list(doors),
    }


def _staff_row(id_: str, title: str, group: str) -> dict[str, Any]:
    """A page of the console; what it may change, its own scopes and the two-person rule say."""
    return {
        "id": id_,
        "title": title,
        "menu": "",
        "group": group,
        "risk": "change",
        "needs": "staff",
        "doors": ["console"],
    }


def _cell(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)
