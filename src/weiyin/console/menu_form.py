"""A menu as a form has it: three columns of a title, an own goal, and five rows; and back again.

Fields: `name0`, `key0` of a column, `name00` … `name24`, `key00` … `key24` of its items. A key is a
function's id, words to be said (`say:转人工`), or a web address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

COLUMNS, ITEMS = 3, 5
COLUMN_BYTES, ITEM_BYTES = 16, 60
"""WeChat's limits on titles, in bytes of UTF-8; the editor counts along, `check_menu` judges."""


@dataclass(frozen=True, slots=True)
class MenuColumn:
    """`key`: what the column itself opens, of one without items."""

    name: str
    key: str
    items: tuple[tuple[str, str], ...]


def filled(menu: Mapping[str, Any]) -> list[MenuColumn]:
    """The rows of the form for WeChat's JSON, empty ones too."""
    columns = [*menu.get("button", []), *({} for _ in range(COLUMNS))][:COLUMNS]
    return [
        MenuColumn(
            one.get("name", ""),
            "" if one.get("sub_button") else _key(one),
            _padded([(item.get("name", ""), _key(item)) for item in one.get("sub_button", [])]),
        )
        for one in columns
    ]


def posted_columns(posted: Mapping[str, str]) -> list[MenuColumn]:
    """The rows as somebody filled them in."""
    return [
        MenuColumn(
            posted.get(f"name{c}", ""),
            posted.get(f"key{c}", ""),
            tuple(
                (posted.get(f"name{c}{i}", ""), posted.get(f"key{c}{i}", "")) for i in range(ITEMS)
            ),
        )
        for c in range(COLUMNS)
    ]


def menu_of(columns: list[MenuColumn], asks_place: frozenset[str]) -> dict[str, Any]:
    """WeChat's JSON; empty rows are left out. `asks_place`: keys whose button sends a place."""
    return {"button": [_button(one, asks_place) for one in columns if _is_filled(one)]}


def field_of(columns: list[MenuColumn], place: str) -> str:
    """The form's field of the button that was refused (`button.1.sub_button.0.name`); or none."""
    parts = place.split(".")
    kind = "name" if parts[-1] == "name" else "key"
    numbers = [int(part) for part in parts if part.isdigit()]
    shown = [c for c, one in enumerate(columns) if _is_filled(one)]
    if not numbers or numbers[0] >= len(shown):
        return ""
    c = shown[numbers[0]]
    rows = [i for i, row in enumerate(columns[c].items) if any(row)]
    return f"{kind}{c}" + (f"{rows[numbers[1]]}" if len(numbers) > 1 else "")


def place_keys(menu: Mapping[str, Any]) -> frozenset[str]:
    """The keys of a menu whose buttons let the phone choose a place."""
    items = (item for column in menu["button"] for item in column.get("sub_button", []))
    return frozenset(one["key"] for one in items if one["type"] == "location_select")


def _is_filled(column: MenuColumn) -> bool:
    return bool(column.name or column.key or any(map(any, column.items)))


def _button(column: MenuColumn, asks_place: frozenset[str]) -> dict[str, Any]:
    items = [_item(name, key, asks_place) for name, key in column.items if name or key]
    if items:
        return {"name": column.name, "sub_button": items}
    return _item(column.name, column.key, asks_place)


def _item(name: str, key: str, asks_place: frozenset[str]) -> dict[str, str]:
    if key.startswith(("https://", "http://")):
        return {"type": "view", "name": name, "url": key}
    return {"type": "location_select" if key in asks_place else "click", "name": name, "key": key}


def _key(button: Mapping[str, Any]) -> str:
    return str(button.get("key") or button.get("url", ""))


def _padded(rows: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple([*rows, *(("", "") for _ in range(ITEMS))][:ITEMS])
