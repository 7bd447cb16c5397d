"""When people sit at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import Misconfigured
from weiyin.places.hours import OpeningHours, Span


@dataclass(frozen=True, slots=True)
class DeskHours:
    """The service hours of one account's desk, in Shanghai time."""

    hours: OpeningHours

    def is_open(self, now: datetime) -> bool:
        local = now.astimezone(SHANGHAI)
        minute = local.hour * 60 + local.minute
        return any(one.first_min <= minute < one.last_min for one in self.hours.on(now))

    def words(self) -> str:
        return self.hours.words()


def desk_hours(workday: str, day_off: str) -> DeskHours:
    """Out of `08:00-22:00`, empty for closed. Raises Misconfigured."""
    return DeskHours(OpeningHours(_spans(workday), _spans(day_off)))


def _spans(text: str) -> tuple[Span, ...]:
    try:
        return tuple(_span(part) for part in text.split())
    except ValueError:
        raise Misconfigured("desk_hours", f"{text!r} does not read 08:00-22:00") from None


def _span(text: str) -> Span:
    first, last = (_minute(part) for part in text.split("-"))
    return Span(first, last)


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
