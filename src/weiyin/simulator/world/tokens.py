"""Access tokens: the classic kind, of which the newest counts, and the stable kind.

- classic: 7200 s; a new one leaves the former alive for five minutes (the platform states the
  overlap for the stable kind; for this kind it is taken to be the same).
- stable: asking again returns the same token with what remains of its life; five minutes before
  its end a new one is made and both hold; `force_refresh` kills the former at once, 20 times a
  day, 30 s apart. The two kinds do not disturb each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from weiyin.base.clock import Clock, shanghai_day
from weiyin.base.ids import Rng, opaque_token
from weiyin.simulator.errors import ApiError

LIFE = timedelta(seconds=7200)
OVERLAP = timedelta(minutes=5)
_FORCED_A_DAY = 20
_FORCED_APART = timedelta(seconds=30)


@dataclass(slots=True)
class Token:
    value: str
    until: datetime
    superseded: bool = False

    def remaining(self, now: datetime) -> timedelta:
        return self.until - now


class Tokens:
    """All tokens of one account."""

    def __init__(self, clock: Clock, rng: Rng) -> None:
        self._clock, self._rng = clock, rng
        self._known: dict[str, Token] = {}
        self._classic: Token | None = None
        self._stable: Token | None = None
        self._forced: list[datetime] = []

    def classic(self) -> tuple[str, int]:
        """A new token and its life in seconds."""
        if self._classic is not None:
            self._retire(self._classic, self._clock.now() + OVERLAP)
        self._classic = self._make()
        return self._answer(self._classic)

    def stable(self, *, force: bool) -> tuple[str, int]:
        """The current stable token and what remains of its life. Raises 45009, 45011."""
        now = self._clock.now()
        if force:
            self._count_forced(now)
            if self._stable is not None:
                self._retire(self._stable, now)
            self._stable = self._make()
        elif self._stable is None or self._stable.remaining(now) <= OVERLAP:
            self._stable = self._make()
        return self._answer(self._stable)

    def check(self, value: str) -> None:
        """Raises 41001, 40014, 42001 or 40001 unless `value` opens the account's doors now."""
        if not value:
            raise ApiError(41001)
        found = self._known.get(value)
        if found is None:
            raise ApiError(40014)
        if found.until <= self._clock.now():
            raise ApiError(40001 if found.superseded else 42001)

    def knows(self, value: str) -> bool:
        return value in self._known

    def expire_all(self) -> None:
        """As if every token had lived its life."""
        for token in self._known.values():
            token.until = min(token.until, self._clock.now())
        self._classic = self._stable = None

    def _make(self) -> Token:
        value = f"{len(self._known) + 70}_{opaque_token(self._rng)}{opaque_token(self._rng)}"
        token = Token(value, self._clock.now() + LIFE)
        self._known[value] = token
        return token

    def _retire(self, token: Token, at: datetime) -> None:
        token.until, token.superseded = min(token.until, at), True

    def _answer(self, token: Token) -> tuple[str, int]:
        return token.value, int(token.remaining(self._clock.now()).total_seconds())

    def _count_forced(self, now: datetime) -> None:
        today: date = shanghai_day(now)
        self._forced = [at for at in self._forced if shanghai_day(at) == today]
        if len(self._forced) >= _FORCED_A_DAY:
            raise ApiError(45009)
        if self._forced and now - self._forced[-1] < _FORCED_APART:
            raise ApiError(45011)
        self._forced.append(now)
