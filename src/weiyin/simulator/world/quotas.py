"""Calls a day by API, until midnight in Shanghai, and the clearing of the count.

Defaults are those quoted by developers and the platform's pages; anything else gets 5000.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from weiyin.base.clock import Clock, shanghai_day
from weiyin.simulator.errors import ApiError

DAILY = {
    "/cgi-bin/token": 2000,
    "/cgi-bin/stable_token": 500_000,
    "/cgi-bin/menu/create": 1000,
    "/cgi-bin/menu/get": 10_000,
    "/cgi-bin/menu/delete": 1000,
    "/cgi-bin/menu/addconditional": 2000,
    "/cgi-bin/menu/delconditional": 2000,
    "/cgi-bin/menu/trymatch": 20_000,
    "/cgi-bin/message/custom/send": 500_000,
    "/cgi-bin/message/template/send": 100_000,
    "/cgi-bin/message/subscribe/bizsend": 100_000,
    "/cgi-bin/message/mass/sendall": 100,
    "/cgi-bin/message/mass/preview": 100,
    "/cgi-bin/media/upload": 100_000,
    "/cgi-bin/media/get": 200_000,
    "/cgi-bin/qrcode/create": 100_000,
    "/cgi-bin/user/info": 5_000_000,
    "/cgi-bin/user/get": 500,
    "/cgi-bin/ticket/getticket": 1000,
}
_OTHER = 5000
_CLEARS_A_MONTH = 10
_CLEARS_OF_ONE_A_MONTH = 50
_NEVER_COUNTED = frozenset(
    {"/cgi-bin/clear_quota", "/cgi-bin/openapi/quota/get", "/cgi-bin/openapi/quota/clear"}
)


class Quotas:
    """The counters of one account."""

    def __init__(self, clock: Clock, overrides: Mapping[str, int]) -> None:
        self._clock = clock
        self._limits = {**DAILY, **overrides}
        self._used: Counter[str] = Counter()
        self._day: date = shanghai_day(clock.now())
        self._clears: Counter[tuple[int, int, str]] = Counter()

    def spend(self, path: str) -> None:
        """Count one call. Raises 45009 when the day's are used up."""
        self._turn_day()
        if path in _NEVER_COUNTED:
            return
        if self._used[path] >= self.limit(path):
            raise ApiError(45009)
        self._used[path] += 1

    def limit(self, path: str) -> int:
        return self._limits.get(path, _OTHER)

    def used(self, path: str) -> int:
        self._turn_day()
        return self._used[path]

    def clear(self) -> None:
        """All counts to zero; ten times a month, then 48006."""
        self._count_clear("", _CLEARS_A_MONTH)
        self._used.clear()

    def clear_one(self, path: str) -> None:
        self._count_clear("one", _CLEARS_OF_ONE_A_MONTH)
        del self._used[path]

    def _count_clear(self, kind: str, limit: int) -> None:
        today = shanghai_day(self._clock.now())
        month = (today.year, today.month, kind)
        if self._clears[month] >= limit:
            raise ApiError(48006)
        self._clears[month] += 1

    def _turn_day(self) -> None:
        today = shanghai_day(self._clock.now())
        if today != self._day:
            self._day = today
            self._used.clear()
