"""Time comes in by parameter, so that one seed can replay a day."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The bank's day: limits, statements and greetings turn over at its midnight."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never goes back. For leases, codes and deadlines."""
        ...


def _wall() -> datetime:
    return datetime.now(UTC)


class SystemClock:
    """The machine's own clock, which may be put back: ours then goes at half its pace until the
    other has caught up. So no age is negative, no day comes twice, and what lives five minutes
    never lives ten.
    """

    def __init__(
        self, wall: Callable[[], datetime] = _wall, tick: Callable[[], float] = time.monotonic
    ) -> None:
        """`tick`: seconds that pass whatever the wall says."""
        self._wall, self._tick = wall, tick
        self._seen = wall(), tick()

    def now(self) -> datetime:
        now, tick = self._wall(), self._tick()
        last, ticked = self._seen
        if now < last:
            now = last + timedelta(seconds=(tick - ticked) / 2)
        self._seen = now, tick
        return now

    def monotonic(self) -> float:
        return self._tick()


class ManualClock:
    """A clock that moves when told to: for tests, replays and the building of the demo bank."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs an aware datetime")
        self._start = self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - self._start).total_seconds()

    def advance(self, step: timedelta) -> None:
        if step < timedelta(0):
            raise ValueError("time does not go back")
        self._now += step

    def set(self, moment: datetime) -> None:
        self.advance(moment.astimezone(UTC) - self._now)


def to_us(moment: datetime) -> int:
    """Microseconds since 1970 UTC: how the store keeps a moment."""
    return (moment - _EPOCH) // _MICROSECOND


def from_us(us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=us)


def shanghai_day(moment: datetime) -> date:
    """The calendar day in Shanghai at `moment`."""
    return moment.astimezone(SHANGHAI).date()


def shanghai_midnight(day: date) -> datetime:
    """The first moment of `day` in Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
