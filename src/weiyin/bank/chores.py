"""What the books need done as time goes by: to be called every minute or so, by any worker.

Doing a chore twice, late, or by two workers at once changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from weiyin.bank.close.machine import close_through
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.holds import expire_holds
from weiyin.base.clock import shanghai_day
from weiyin.storage.store import Store

_DAYS_BACK = timedelta(days=7)
"""How far back the very first close of a set of books goes; later ones go on from the last."""
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Chores:
    """What was done this time."""

    expired: int
    """Holds let go."""
    closed: int
    """Days."""


def do_chores(store: Store, core: EmbeddedCore) -> Chores:
    """Let go of holds whose time is over; close the days that have ended."""
    now = core.clock.now()
    expired = store.run(lambda tx: len(expire_holds(tx, core.book, now, _AT_ONCE, core.rng)))
    ended = shanghai_day(now) - timedelta(days=1)
    closed = close_through(store, core, ended, first=ended - _DAYS_BACK + timedelta(days=1))
    return Chores(expired, closed)
