"""Temporary media: three days, with a limit of size by type.

Images 10 MB (the same page of the documentation also says 2), voice 2 MB, video 10 MB,
thumbnails 64 KB.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.clock import Clock
from weiyin.base.ids import Rng, opaque_token
from weiyin.simulator.errors import ApiError

LIFE = timedelta(days=3)
_MB = 1 << 20
LIMITS = {"image": 10 * _MB, "voice": 2 * _MB, "video": 10 * _MB, "thumb": 64 << 10}


@dataclass(frozen=True, slots=True)
class Media:
    """`spoken` is what a person said into the phone: a stand-in for what its sound holds."""

    media_id: str
    kind: str
    content_type: str
    body: bytes
    made: datetime
    spoken: str = ""


class MediaShelf:
    """The media of one account."""

    def __init__(self, clock: Clock, rng: Rng) -> None:
        self._clock, self._rng = clock, rng
        self._shelf: dict[str, Media] = {}

    def put(self, kind: str, content_type: str, body: bytes, spoken: str = "") -> Media:
        """Raises 40004 for an unknown kind, 40006 for a wrong size."""
        if kind not in LIMITS:
            raise ApiError(40004)
        if not 0 < len(body) <= LIMITS[kind]:
            raise ApiError(40006)
        now = self._clock.now()
        self._shelf = {k: one for k, one in self._shelf.items() if one.made + LIFE > now}
        media = Media(opaque_token(self._rng) * 2, kind, content_type, body, now, spoken)
        self._shelf[media.media_id] = media
        return media

    def get(self, media_id: object) -> Media:
        """Raises 41006, 40007."""
        if not media_id:
            raise ApiError(41006)
        found = self._shelf.get(media_id) if isinstance(media_id, str) else None
        if found is None or found.made + LIFE <= self._clock.now():
            raise ApiError(40007)
        return found
