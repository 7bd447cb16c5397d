"""Circuit breakers: an account whose sends fail one after another is left alone for a while.

closed ──(FAILURES in a row)──> open ──(its time is over)──> one try ──> closed, or open for longer
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.sender import Fate, Later, Lost

FAILURES = 5
_SHORTEST, _LONGEST = timedelta(seconds=5), timedelta(minutes=2)


@dataclass(slots=True)
class _Breaker:
    failures: int = 0
    until: datetime | None = None
    opened: datetime | None = None
    pause: timedelta = _SHORTEST


class Breakers:
    """One for each official account, within this process. Safe to use from several threads."""

    def __init__(self) -> None:
        self._of: dict[str, _Breaker] = {}
        self._lock = threading.Lock()

    def shut_until(self, oa: str, now: datetime) -> datetime | None:
        """When `oa` may be tried again; None when it may be now.

        Once its time is over, whoever asks first is let through to try, the others a moment later.
        """
        with self._lock:
            found = self._of.get(oa)
            if found is None or found.until is None:
                return None
            if found.until > now:
                return found.until
            found.until = now + _SHORTEST
            return None

    def opened_since(self, oa: str, moment: datetime) -> datetime | None:
        """When `oa` may be tried again, if it was shut at `moment` or later; else None."""
        with self._lock:
            found = self._of.get(oa)
            is_new = found is not None and found.opened is not None and found.opened >= moment
            return found.until if found is not None and is_new else None

    def heard(self, oa: str, fate: Fate, now: datetime) -> None:
        """A silence or a busy platform is a failure; a refusal is an answer like another."""
        with self._lock:
            found = self._of.setdefault(oa, _Breaker())
            if not isinstance(fate, (Later, Lost)):
                self._of[oa] = _Breaker()
                return
            found.failures += 1
            if found.failures < FAILURES:
                return
            if found.until is None or found.until <= now + _SHORTEST:
                found.opened = now
                found.until = now + found.pause
                found.pause = min(found.pause * 2, _LONGEST)
