"""QR codes that carry a scene: temporary to 30 days, permanent to 100,000."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from weiyin.base.clock import Clock
from weiyin.base.ids import Rng, opaque_token
from weiyin.simulator.errors import ApiError

_LONGEST = 2_592_000
_DEFAULT = 60
_PERMANENT = 100_000


@dataclass(frozen=True, slots=True)
class QrCode:
    """`until` is None for a permanent one; `url` is what the picture says."""

    ticket: str
    scene: str
    url: str
    until: datetime | None


class QrCodes:
    """The codes of one account, by ticket."""

    def __init__(self, clock: Clock, rng: Rng) -> None:
        self._clock, self._rng = clock, rng
        self._by_ticket: dict[str, QrCode] = {}

    def create(self, action: object, info: object, expire_seconds: object) -> QrCode:
        """Raises 40053 for a wrong action, scene or life; 45029 is not imitated."""
        if action not in ("QR_SCENE", "QR_STR_SCENE", "QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE"):
            raise ApiError(40053)
        permanent = "LIMIT" in str(action)
        scene = _scene(str(action), info, permanent=permanent)
        until = None
        if permanent:
            if sum(one.until is None for one in self._by_ticket.values()) >= _PERMANENT:
                raise ApiError(40053)
        else:
            seconds = _DEFAULT if expire_seconds is None else expire_seconds
            if not isinstance(seconds, int) or not 0 < seconds <= _LONGEST:
                raise ApiError(40053, "expire_seconds")
            until = self._clock.now() + timedelta(seconds=seconds)
        ticket = f"gQ{opaque_token(self._rng)}{opaque_token(self._rng)}=="
        code = QrCode(ticket, scene, f"http://weixin.qq.com/q/{opaque_token(self._rng)}", until)
        self._by_ticket[ticket] = code
        return code

    def find(self, ticket_or_url: str) -> QrCode | None:
        """A living code by its ticket or by what its picture says."""
        for one in self._by_ticket.values():
            if ticket_or_url in (one.ticket, one.url):
                return one if one.until is None or one.until > self._clock.now() else None
        return None

    def by_scene(self, scene: str) -> QrCode | None:
        alive = [one for one in self.all() if one.scene == scene]
        return alive[-1] if alive else None

    def all(self) -> list[QrCode]:
        return [one for ticket in self._by_ticket if (one := self.find(ticket)) is not None]


def _scene(action: str, info: object, *, permanent: bool) -> str:
    scene: Any = info.get("scene") if isinstance(info, dict) else None
    if not isinstance(scene, dict):
        raise ApiError(40053)
    if "STR" in action:
        words = scene.get("scene_str")
        if not isinstance(words, str) or not 1 <= len(words) <= 64:
            raise ApiError(40053, "scene_str")
        return words
    number = scene.get("scene_id")
    highest = _PERMANENT if permanent else 2**32 - 1
    if not isinstance(number, int) or not 1 <= number <= highest:
        raise ApiError(40053, "scene_id")
    return str(number)
