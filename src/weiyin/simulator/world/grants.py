"""OAuth on web pages: codes good for once and five minutes, and the tokens they buy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.clock import Clock
from weiyin.base.ids import Rng, opaque_token
from weiyin.simulator.errors import ApiError

_GRANT_LIFE = timedelta(minutes=5)
_ACCESS_LIFE = timedelta(seconds=7200)
_REFRESH_LIFE = timedelta(days=30)


@dataclass(slots=True)
class Grant:
    """What a person allowed a page: who they are (`openid`), under which `scope`."""

    openid: str
    scope: str
    snapshot: bool
    until: datetime
    used: bool = False


class Grants:
    """Codes, web access tokens and refresh tokens of one account."""

    def __init__(self, clock: Clock, rng: Rng) -> None:
        self._clock, self._rng = clock, rng
        self._codes: dict[str, Grant] = {}
        self._access: dict[str, Grant] = {}
        self._refresh: dict[str, Grant] = {}

    def allow(self, openid: str, scope: str, *, snapshot: bool) -> str:
        """The code that goes back to the page."""
        handle = opaque_token(self._rng)
        until = self._clock.now() + _GRANT_LIFE
        self._codes[handle] = Grant(openid, scope, snapshot, until)
        return handle

    def redeem(self, handle: str) -> tuple[Grant, str, str]:
        """The grant, an access token and a refresh token. Raises 41008, 40029, 40163, 42003."""
        if not handle:
            raise ApiError(41008)
        grant = self._codes.get(handle)
        if grant is None:
            raise ApiError(40029)
        if grant.used:
            raise ApiError(40163)
        if grant.until <= self._clock.now():
            raise ApiError(42003)
        grant.used = True
        return self._issue(grant, opaque_token(self._rng))

    def renew(self, refresh: str) -> tuple[Grant, str, str]:
        """Raises 40030, 42002."""
        grant = self._refresh.get(refresh)
        if grant is None:
            raise ApiError(40030)
        if grant.until <= self._clock.now():
            raise ApiError(42002)
        return self._issue(grant, refresh)

    def knows(self, access: str) -> bool:
        return access in self._access

    def check(self, access: str, openid: str) -> Grant:
        """Raises 40014, 42001, 40003."""
        grant = self._access.get(access)
        if grant is None:
            raise ApiError(40014)
        if grant.until <= self._clock.now():
            raise ApiError(42001)
        if grant.openid != openid:
            raise ApiError(40003)
        return grant

    def _issue(self, grant: Grant, refresh: str) -> tuple[Grant, str, str]:
        access, now = opaque_token(self._rng), self._clock.now()
        shown = Grant(grant.openid, grant.scope, grant.snapshot, now + _ACCESS_LIFE)
        self._access[access] = shown
        kept = Grant(grant.openid, grant.scope, grant.snapshot, now + _REFRESH_LIFE)
        self._refresh.setdefault(refresh, kept)
        return shown, access, refresh
