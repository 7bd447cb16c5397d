"""One record of a sheet, read field by field; every mistake names its field.

Hours are written `9:00-12:00 13:30-17:00`, empty for closed; money in yuan; a moment as a day in
Shanghai or with its hour; degrees as decimals, in GCJ-02 unless `datum` says WGS-84 or BD-09.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from weiyin.base.ask import Point
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.places.datum import bd09_to_gcj02, wgs84_to_gcj02
from weiyin.places.hours import OpeningHours, Span
from weiyin.places.lists.sheets import Record
from weiyin.places.place import udeg

LONGEST = 500
_CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})", re.ASCII)
_DATUMS: dict[str, Callable[[Point], Point]] = {
    "GCJ-02": lambda point: point,
    "WGS-84": wgs84_to_gcj02,
    "BD-09": bd09_to_gcj02,
}


@dataclass(frozen=True, slots=True)
class Fields:
    """All of these raise `BadInput` naming the field."""

    record: Record

    def text(self, name: str, *, default: str | None = None) -> str:
        found = self.record.get(name, "") or (default or "")
        if not found and default is None:
            raise BadInput(name, "不能为空")
        if len(found) > LONGEST or not found.isprintable():
            raise BadInput(name, f"最多{LONGEST}个字，不能换行")
        return found

    def code(self, name: str) -> str:
        """What others refer to it by."""
        found = self.text(name)
        if not _CODE.fullmatch(found):
            raise BadInput(name, f"编号为1至32位字母或数字，而不是“{found}”")
        return found

    def one_of(self, name: str, allowed: Collection[str]) -> str:
        found = self.text(name, default="" if "" in allowed else None)
        if found not in allowed:
            raise BadInput(name, f"只能是{'、'.join(filter(None, allowed))}，而不是“{found}”")
        return found

    def whole(self, name: str, *, least: int = 0, most: int = 2**31 - 1) -> int:
        found = self.text(name)
        if not (found.isascii() and found.isdigit()) or not least <= int(found[:12]) <= most:
            raise BadInput(name, f"须为{least}至{most}的整数，而不是“{found}”")
        return int(found)

    def fen(self, name: str) -> int:
        """An amount in yuan."""
        try:
            return Money.parse(self.text(name)).fen
        except BadInput as fault:
            raise BadInput(name, fault.heard) from None

    def moment(self, name: str) -> datetime:
        found = self.text(name)
        try:
            at = datetime.fromisoformat(found)
        except ValueError:
            raise BadInput(name, f"日期写作 2026-07-20，而不是“{found}”") from None
        return (at if at.tzinfo else at.replace(tzinfo=SHANGHAI)).astimezone(UTC)

    def at(self) -> tuple[int, int]:
        """Microdegrees in GCJ-02 of `lat` and `lon`."""
        lat, lon = self._degrees("lat", 90), self._degrees("lon", 180)
        datum = self.text("datum", default="GCJ-02")
        if datum not in _DATUMS:
            raise BadInput("datum", f"只能是{'、'.join(_DATUMS)}，而不是“{datum}”")
        point = _DATUMS[datum](Point(lat, lon))
        return udeg(point.latitude), udeg(point.longitude)

    def hours(self) -> OpeningHours:
        """Of `weekday` and `weekend`."""
        return OpeningHours(self._spans("weekday"), self._spans("weekend"))

    def many(self, name: str) -> tuple[str, ...]:
        """Words separated by `、`."""
        return tuple(word for word in self.text(name, default="").split("、") if word)

    def _degrees(self, name: str, most: int) -> float:
        found = self.text(name)
        try:
            degrees = float(found)
        except ValueError:
            degrees = math.nan
        if not -most <= degrees <= most:
            raise BadInput(name, f"须为{-most}至{most}的度数，而不是“{found}”")
        return degrees

    def _spans(self, name: str) -> tuple[Span, ...]:
        spans: list[Span] = []
        for word in self.text(name, default="").split():
            first, last = _minutes(word)
            if not (spans[-1].last_min if spans else 0) <= first < last <= 24 * 60:
                raise BadInput(name, f"时段写作 9:00-17:00，先后有序，而不是“{word}”")
            spans.append(Span(first, last))
        return tuple(spans)


def spans_words(spans: tuple[Span, ...]) -> str:
    """As `Fields.hours` reads them."""
    return " ".join(map(str, spans))


def degrees_words(microdegrees: int) -> str:
    return f"{microdegrees / 1_000_000:.6f}"


def _minutes(word: str) -> tuple[int, int]:
    """First and last minute of the day; (-1, -1) for what is no span."""
    found = _SPAN.fullmatch(word)
    if found is None:
        return -1, -1
    first_hour, first, last_hour, last = map(int, found.groups())
    return (first_hour * 60 + first, last_hour * 60 + last) if max(first, last) < 60 else (-1, -1)
