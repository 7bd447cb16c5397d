"""Looking into the fields of a push.

By lower-case name, because WeChat's spelling varies (`MsgId`, `MsgID`), and tolerant of one item
where a list was meant.
"""

from __future__ import annotations

import math

from weiyin.base.ask import Point
from weiyin.channel.wechat.faults import Unreadable
from weiyin.channel.wechat.xml import Fields, Value


class Look:
    """A view on one object of fields. Text comes back without the spaces around it."""

    __slots__ = ("fields",)

    def __init__(self, fields: Fields) -> None:
        self.fields: Fields = {name.lower(): value for name, value in fields.items()}
        if len(self.fields) != len(fields):
            raise Unreadable("two fields by one name")

    def text(self, name: str) -> str:
        """The words of a field; empty when it is missing or holds further fields."""
        value = self.fields.get(name)
        return value.strip() if isinstance(value, str) else ""

    def words(self, name: str) -> str:
        """The words of a field as they were written."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def count(self, name: str) -> int:
        """A whole number; 0 when missing. Raises `ValueError`."""
        text = self.text(name)
        if len(text) > 20:
            raise ValueError(name)
        return int(text or "0")

    def degrees(self, name: str, limit: float) -> float:
        """Raises `ValueError` for what is no coordinate within ±`limit`."""
        value = float(self.text(name))
        if not (math.isfinite(value) and abs(value) <= limit):
            raise ValueError(name)
        return value

    def point(self, latitude: str, longitude: str, label: str = "") -> Point:
        return Point(self.degrees(latitude, 90), self.degrees(longitude, 180), label)

    def within(self, name: str) -> Look:
        """The fields inside a field; an empty view when there are none."""
        value = self.fields.get(name)
        return Look(value) if isinstance(value, dict) else Look({})

    def items(self, name: str) -> tuple[Look, ...]:
        """The objects of a list, be there none, one (then it is no list) or many."""
        value = self.fields.get(name)
        found = value if isinstance(value, list) else [value]
        return tuple(Look(item) for item in found if isinstance(item, dict))


def flatten(value: Value, name: str = "") -> list[tuple[str, str]]:
    """Every word inside, under its dotted lower-case path (`list.0.templateid`)."""
    if isinstance(value, str):
        return [(name, value.strip())]
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return [
        leaf for key, child in inner for leaf in flatten(child, f"{name}.{key}".lstrip(".").lower())
    ]
