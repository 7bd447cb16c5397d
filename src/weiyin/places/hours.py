"""When a place is open: by workday and day off (weekends, holidays), in Shanghai time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from weiyin.base.clock import SHANGHAI, shanghai_day
from weiyin.base.holidays import is_workday

_DAY_MIN = 24 * 60
_DAYS_AHEAD = 8
"""A week and a day: whoever is not open in that time has no hours at all."""


@dataclass(frozen=True, slots=True)
class Span:
    """Open from minute `first_min` of the day until, not including, minute `last_min`."""

    first_min: int
    last_min: int

    def __post_init__(self) -> None:
        if not 0 <= self.first_min < self.last_min <= _DAY_MIN:
            raise ValueError(f"not a span of a day: {self.first_min}-{self.last_min}")

    def __str__(self) -> str:
        return f"{_words(self.first_min)}-{_words(self.last_min)}"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Spans in order; an empty tuple means closed that day."""

    weekday: tuple[Span, ...]
    weekend: tuple[Span, ...]

    def on(self, moment: datetime) -> tuple[Span, ...]:
        return self.weekday if is_workday(shanghai_day(moment)) else self.weekend

    def words(self) -> str:
        """`周一至周五 9:00-17:00，周六周日 休息`."""
        if self == ALWAYS:
            return "24小时"
        days = ["、".join(map(str, spans)) or "休息" for spans in (self.weekday, self.weekend)]
        if days[0] == days[1]:
            return f"每天 {days[0]}"
        return f"周一至周五 {days[0]}，周六周日 {days[1]}"


ALWAYS = OpeningHours((Span(0, _DAY_MIN),), (Span(0, _DAY_MIN),))


@dataclass(frozen=True, slots=True)
class OpenState:
    """Open or not at a moment; `changes` is when that ends, None if it never does."""

    open: bool
    changes: datetime | None

    def words(self, at: datetime) -> str:
        """`营业中，17:00结束`, `休息中，明天9:00营业`."""
        if self.changes is None:
            return "24小时营业" if self.open else "暂停营业"
        local = self.changes.astimezone(SHANGHAI)
        clock = _words(local.hour * 60 + local.minute)
        if self.open:
            return f"营业中，{'24:00' if clock == '0:00' else clock}结束"
        days = (local.date() - at.astimezone(SHANGHAI).date()).days
        day = ("", "明天", "后天")[days] if days < 3 else f"周{'一二三四五六日'[local.weekday()]}"
        return f"休息中，{day}{clock}营业"


def state_at(hours: OpeningHours, at: datetime) -> OpenState:
    """Whether a place with these hours is open `at`, and until when that stays so."""
    midnight = at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    spans = [
        (day + timedelta(minutes=span.first_min), day + timedelta(minutes=span.last_min))
        for day in (midnight + timedelta(days=n) for n in range(_DAYS_AHEAD))
        for span in hours.on(day)
    ]
    end = at
    for first, last in spans:
        if first <= end < last:  # also a span that goes on where the one before it ended
            end = last
    if end == at:
        return OpenState(open=False, changes=next((f for f, _ in spans if f > at), None))
    lasting = end - at > timedelta(days=_DAYS_AHEAD - 1)
    return OpenState(open=True, changes=None if lasting else end)


def to_json(hours: OpeningHours) -> str:
    return msgspec.json.encode(hours).decode()


def from_json(text: str) -> OpeningHours:
    return msgspec.json.decode(text, type=OpeningHours)


def _words(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"
