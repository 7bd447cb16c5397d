"""Articles of one account: drafts, and what was sent to many.

A service account reaches each follower four times a month; who has had theirs is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from weiyin.base.clock import Clock, shanghai_day
from weiyin.base.ids import Rng, opaque_token
from weiyin.simulator.errors import ApiError

A_MONTH = 4
MOST_IN_ONE = 8


@dataclass(slots=True)
class Mass:
    """One sending. `state` as /mass/get tells it."""

    msg_id: int
    state: str
    reached: list[str]
    left_out: int


@dataclass(slots=True)
class Articles:
    """`drafts` by media id; `sent` by message id."""

    clock: Clock
    rng: Rng
    drafts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    sent: dict[int, Mass] = field(default_factory=dict)
    _keys: dict[str, int] = field(default_factory=dict)
    _month: Counter[tuple[date, str]] = field(default_factory=Counter)

    def add(self, found: object) -> str:
        """A draft's media id. Raises 44004, 45008, 40035, 40007."""
        if not isinstance(found, list) or not found:
            raise ApiError(44004)
        if len(found) > MOST_IN_ONE:
            raise ApiError(45008)
        for one in found:
            if not isinstance(one, dict) or not one.get("title") or not one.get("content"):
                raise ApiError(40035)
            if not one.get("thumb_media_id"):
                raise ApiError(40007)
        media_id = opaque_token(self.rng)
        self.drafts[media_id] = found
        return media_id

    def get(self, media_id: object) -> list[dict[str, Any]]:
        """Raises 40007."""
        found = self.drafts.get(media_id) if isinstance(media_id, str) else None
        if found is None:
            raise ApiError(40007)
        return found

    def send(self, msg_id: int, key: str, openids: Iterable[str]) -> Mass:
        """Raises 45065 for a key used before, 45028 when nobody may be reached this month."""
        if key and key in self._keys:
            raise ApiError(45065)
        month = shanghai_day(self.clock.now()).replace(day=1)
        everybody = list(openids)
        reached = [one for one in everybody if self._month[month, one] < A_MONTH]
        if everybody and not reached:
            raise ApiError(45028)
        self._month.update((month, one) for one in reached)
        if key:
            self._keys[key] = msg_id
        made = Mass(msg_id, "SEND_SUCCESS", reached, len(everybody) - len(reached))
        self.sent[msg_id] = made
        return made

    def known(self, msg_id: object) -> Mass:
        """Raises 40035."""
        found = self.sent.get(int(str(msg_id))) if str(msg_id).isdecimal() else None
        if found is None:
            raise ApiError(40035)
        return found
