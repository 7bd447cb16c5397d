"""What the books need done as time goes by: to be called every minute or so, by any worker.

Doing a chore twice, late, or by two workers at once changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from weiyin.bank.credit import close_statements
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.holds import expire_holds
from weiyin.base.clock import shanghai_day
from weiyin.storage.store import Store

_DAYS_BACK = 7
"""A worker that was down for a week still bills every card; the bill is as of its day's end."""
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Chores:
    """What was done this time."""

    expired: int
    billed: int


def do_chores(store: Store, core: EmbeddedCore) -> Chores:
    """Let go of holds whose time is over; bill the cards whose bill day has ended."""
    now = core.clock.now()
    expired = store.run(lambda tx: len(expire_holds(tx, core.book, now, _AT_ONCE, core.rng)))
    ended = [shanghai_day(now) - timedelta(days=back) for back in range(_DAYS_BACK, 0, -1)]
    billed = store.run(lambda tx: sum(close_statements(tx, core.book, day) for day in ended))
    return Chores(expired, billed)
