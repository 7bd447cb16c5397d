"""The courier: leases parcels from the outbox and hands each to whoever delivers its topic.

A handler answers with the parcel's fate. What it does must be safe to repeat: a courier may die
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
from weiyin.base.sender import Fate, Later, Lost, Never, Sent
from weiyin.storage import outbox
from weiyin.storage.outbox import Parcel
from weiyin.storage.store import Store, Tx

log = structlog.get_logger(__name__)

Handler = Callable[[Parcel], Fate]
Purge = Callable[[Tx, datetime], int]
"""Deletes what is over at a moment; how many rows went. Safe to repeat."""
Chore = Callable[[], object]
"""What somebody must do every minute or so; safe to do twice."""

LEASE_SECONDS = 30.0
BATCH = 32
MOST_ATTEMPTS = 8
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_BACK_OFF = (1, 2, 5, 15, 60, 300, 900)
"""Seconds before the next attempt, by attempts made."""


class Courier:
    """Delivers parcels of the topics that `handlers` know, one at a time, oldest first."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        handlers: Mapping[str, Handler],
        name: str = "courier",
        purges: Sequence[Purge] = (),
        chores: Sequence[Chore] = (),
    ) -> None:
        self._store = store
        self._clock = clock
        self._handlers = dict(handlers)
        self._topics = tuple(handlers)
        self._name = name
        self._purges = tuple(purges)
        self._next_purge = clock.now()
        self._chores = tuple(chores)
        self._next_chores = clock.now()

    def run(self, stop: threading.Event, idle_seconds: float = 0.2) -> None:
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
        """Deliver what is due now; how many parcels were handled."""
        now = self._clock.now()
        if not self._store.read(outbox.backlog):
            return 0
        parcels = self._store.run(
            lambda tx: outbox.lease(tx, self._topics, self._name, now, LEASE_SECONDS, BATCH)
        )
        for parcel in parcels:
            self._deliver(parcel)
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

    def _deliver(self, parcel: Parcel) -> None:
        fate = self._hand_over(parcel)
        now = self._clock.now()
        match fate:
            case Sent():
                self._store.run(lambda tx: outbox.done(tx, parcel, now))
            case Later(when, why) if parcel.attempts < MOST_ATTEMPTS:
                self._store.run(lambda tx: outbox.later(tx, parcel, when, why))
            case Later(_, why) | Never(why) | Lost(why):
                self._store.run(lambda tx: outbox.park(tx, parcel, why, now))

    def _hand_over(self, parcel: Parcel) -> Fate:
        try:
            return self._handlers[parcel.topic](parcel)
        except (TryLater, Unknown) as fault:
            return Later(self._next_try(parcel), type(fault).__name__)
        except Exception as fault:
            # One poisonous parcel must not stop the rest: it is tried, then set aside for people.
            log.exception("parcel failed", topic=parcel.topic, parcel=parcel.parcel_id)
            return Later(self._next_try(parcel), type(fault).__name__)

    def _next_try(self, parcel: Parcel) -> datetime:
        seconds = _BACK_OFF[min(parcel.attempts, len(_BACK_OFF)) - 1]
        return self._clock.now() + timedelta(seconds=seconds)
