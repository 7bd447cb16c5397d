"""How many customer-service messages an account may send to whom, and until when.

A user's message opens 48 hours for 5; a menu click (`click`, `scancode_push`,
`scancode_waitmsg`), a follow and a scan each open one minute for 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from weiyin.base.clock import Clock
from weiyin.simulator.errors import ApiError


class Opener(StrEnum):
    MESSAGE = "message"
    CLICK = "click"
    FOLLOW = "follow"
    SCAN = "scan"


_GRANTS = {
    Opener.MESSAGE: (timedelta(hours=48), 5),
    Opener.CLICK: (timedelta(minutes=1), 3),
    Opener.FOLLOW: (timedelta(minutes=1), 3),
    Opener.SCAN: (timedelta(minutes=1), 3),
}


@dataclass(slots=True)
class Window:
    until: datetime
    left: int


class Windows:
    """The open windows of one account."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[str, dict[Opener, Window]] = {}

    def grant(self, openid: str, opener: Opener) -> None:
        life, count = _GRANTS[opener]
        self._open.setdefault(openid, {})[opener] = Window(self._clock.now() + life, count)

    def check(self, openid: str) -> Window:
        """The window that ends first among those with room. Raises 45015, 45047."""
        now = self._clock.now()
        alive = [one for one in self._open.get(openid, {}).values() if one.until > now]
        if not alive:
            raise ApiError(45015)
        room = [one for one in alive if one.left > 0]
        if not room:
            raise ApiError(45047)
        return min(room, key=lambda one: one.until)

    def close(self, openid: str) -> None:
        self._open.pop(openid, None)

    def left(self, openid: str) -> int:
        """Messages that may still be sent now."""
        now = self._clock.now()
        return sum(one.left for one in self._open.get(openid, {}).values() if one.until > now)
