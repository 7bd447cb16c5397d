"""The courier: takes parcels from a queue and hands each to whoever delivers its topic.

A handler answers with the parcels' fates. What it does must be safe to repeat: a courier may die
after the handing over and before the noting down.

Every minute it does the chores it was given, and once a day it forgets: deletes what is over for
good. Several couriers may do so.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from weiyin.base.clock import Clock
from weiyin.base.errors import TryLater, Unknown, WeiyinError
from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.base.sender import Fate, Later
from weiyin.outreach.delivery.queue import OutboxQueue, Queue
from weiyin.outreach.delivery.retry import wait_before_next
from weiyin.storage.outbox import Parcel
from weiyin.storage.store import Store, Tx

log = structlog.get_logger(__name__)

Handler = Callable[[Sequence[Parcel]], Sequence[Fate]]
"""Delivers parcels of one topic: their fates, in their order."""
Purge = Callable[[Tx, datetime], int]
"""Deletes what is over at a moment; how many rows went. Safe to repeat."""
Chore = Callable[[], object]
"""What somebody must do every minute or so; safe to do twice."""

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


def one_by_one(handler: Callable[[Parcel], Fate]) -> Handler:
    """A handler of single parcels as a handler of many."""

    def handle(parcels: Sequence[Parcel]) -> list[Fate]:
        return [handler(parcel) for parcel in parcels]

    return handle


class Courier:
    """Delivers parcels of the topics that `handlers` know; what stands last there is taken last.

    `queue` is the outbox of `store` unless another is given.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        handlers: Mapping[str, Handler],
        name: str = "courier",
        purges: Sequence[Purge] = (),
        chores: Sequence[Chore] = (),
        queue: Queue | None = None,
        rng: Rng = SYSTEM_RNG,
    ) -> None:
        self._store = store
        self._clock = clock
        self._handlers = dict(handlers)
        self._queue = queue or OutboxQueue(store, clock, tuple(handlers), name)
        self._purges = tuple(purges)
        self._next_purge = clock.now()
        self._chores = tuple(chores)
        self._next_chores = clock.now()
        self._rng = rng

    def run(self, stop: threading.Event, idle_seconds: float = 0.05) -> None:
        """Deliver until told to stop."""
        while not stop.is_set():
            try:
                self.tidy()
                self.do_chores()
                busy = self.step()
            except WeiyinError as fault:
                log.warning("courier waits", error=type(fault).__name__, why=str(fault))
                busy = 0
            if not busy:
                stop.wait(idle_seconds)

    def step(self) -> int:
        """Deliver some of what is due now; how many parcels were handled."""
        parcels = self._queue.take()
        by_topic: dict[str, list[Parcel]] = {}
        for parcel in parcels:
            by_topic.setdefault(parcel.topic, []).append(parcel)
        for topic, some in by_topic.items():
            self._queue.settle(list(zip(some, self._hand_over(topic, some), strict=True)))
        return len(parcels)

    def tidy(self) -> int:
        """Purge if a day has passed since the last time; how many rows went."""
        now = self._clock.now()
        if now < self._next_purge:
            return 0
        self._next_purge = now + _HOUR  # one that fails must not hold up what is to be delivered
        gone = self._store.run(lambda tx: sum(purge(tx, now) for purge in self._purges))
        self._next_purge = now + _DAY
        return gone

    def do_chores(self) -> bool:
        """Do them if a minute has passed since the last time."""
        now = self._clock.now()
        if now < self._next_chores:
            return False
        self._next_chores = now + _MINUTE
        for chore in self._chores:
            chore()
        return True

    def drain(self, most_steps: int = 1000) -> None:
        """Deliver until nothing is due: for tests and commands."""
        while most_steps and self.step():
            most_steps -= 1

    def _hand_over(self, topic: str, parcels: Sequence[Parcel]) -> Sequence[Fate]:
        """One poisonous parcel must not stop the rest: a batch that fails is tried one by one."""
        try:
            return self._handlers[topic](parcels)
        except Exception as fault:
            if len(parcels) > 1:
                return [self._hand_over(topic, [parcel])[0] for parcel in parcels]
            if not isinstance(fault, (TryLater, Unknown)):
                log.exception("parcel failed", topic=topic, parcel=parcels[0].parcel_id)
            wait = wait_before_next(parcels[0].attempts, self._rng)
            return [Later(self._clock.now() + wait, type(fault).__name__)]
