"""The governor of quotas: what is less urgent leaves room for what is more.

WeChat gives an account so many template messages a day, and an API so many calls a minute. Of the
day's messages reminders may use nine tenths; the rest is kept for money and security, which are
only held up by WeChat itself. Per minute a worker lets out so many reminders and so much marketing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from weiyin.base.clock import shanghai_day, shanghai_midnight
from weiyin.storage.outbox import Lane

_SHARE = {Lane.SECURITY: 100, Lane.MONEY: 100, Lane.REMINDER: 90, Lane.MARKETING: 50}
"""Percent of a day's quota that a lane may find used and still go on."""
_MORNING = timedelta(hours=9)
_PACED = frozenset({Lane.REMINDER, Lane.MARKETING})
_LOOK_AGAIN = timedelta(seconds=5)


class Governor:
    """`a_day` by account; `used_today` counts the messages an account has sent since midnight."""

    def __init__(
        self, a_day: Mapping[str, int], used_today: Callable[[str], int], a_minute: int
    ) -> None:
        self._a_day = a_day
        self._used_today = used_today
        self._a_minute = a_minute
        self._looked: dict[str, tuple[datetime, int]] = {}
        self._minute: tuple[datetime, int] | None = None
        self._lock = threading.Lock()

    def open_lanes(self, now: datetime) -> tuple[Lane, ...]:
        """The lanes that may be taken from in this minute."""
        with self._lock:
            is_full = self._in_minute(now) >= self._a_minute
        return tuple(lane for lane in Lane if not (is_full and lane in _PACED))

    def took(self, lane: Lane, count: int, now: datetime) -> None:
        """So many are on their way."""
        if lane in _PACED:
            with self._lock:
                used = self._in_minute(now)
                self._minute = (_minute_of(now), used + count)

    def put_off(self, oa: str, lane: Lane, now: datetime) -> datetime | None:
        """Tomorrow morning when the lane's share of the account's day is used up; else None."""
        allowed = self._a_day.get(oa, 0) * _SHARE[lane] // 100
        if lane not in _PACED or self._used(oa, now) < allowed:
            return None
        return shanghai_midnight(shanghai_day(now) + timedelta(days=1)) + _MORNING

    def _used(self, oa: str, now: datetime) -> int:
        with self._lock:
            at, used = self._looked.get(oa, (now - _LOOK_AGAIN, 0))
            if now - at >= _LOOK_AGAIN:
                used = self._used_today(oa)
                self._looked[oa] = (now, used)
            return used

    def _in_minute(self, now: datetime) -> int:
        if self._minute is None or self._minute[0] != _minute_of(now):
            return 0
        return self._minute[1]


def _minute_of(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)
