"""Who sends more than a person can: told once to slow down, then not answered for the minute.

Counted in this process, before anything is opened or written for it, so that nobody else waits.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from enum import Enum, auto

from weiyin.base.ask import Ask, AskKind

_MINUTE_S = 60.0
_MOST_PEOPLE = 100_000
_MESSAGES = frozenset(
    {AskKind.TEXT, AskKind.VOICE, AskKind.PICTURE, AskKind.PLACE, AskKind.TAP, AskKind.SCAN}
)
"""What a person does; follows, leaves and reports of WeChat's own are never too many."""


class Pace(Enum):
    FINE = auto()
    SLOW_DOWN = auto()
    """The first that is too many: the person is told."""
    TOO_FAST = auto()


class Crowding:
    """At most `a_minute` messages of each person; 0: as many as they like."""

    def __init__(self, a_minute: int, monotonic: Callable[[], float]) -> None:
        self._a_minute = a_minute
        self._monotonic = monotonic
        self._counts: OrderedDict[tuple[str, str], tuple[float, int]] = OrderedDict()

    def heard(self, ask: Ask) -> Pace:
        if not self._a_minute or ask.kind not in _MESSAGES:
            return Pace.FINE
        now, person = self._monotonic(), (ask.oa, ask.openid)
        since, count = self._counts.get(person, (now, 0))
        if now - since >= _MINUTE_S:
            since, count = now, 0
        self._counts[person] = since, count + 1
        if len(self._counts) > _MOST_PEOPLE:
            self._counts.popitem(last=False)
        if count < self._a_minute:
            return Pace.FINE
        return Pace.SLOW_DOWN if count == self._a_minute else Pace.TOO_FAST
