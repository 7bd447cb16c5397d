"""The one writer of a process: whatever units wait are committed together, then told.

One commit serves the whole group, so a busy store is durable at a fraction of a disk write a unit.
A thread runs the units and commits them. Where a statement never waits (SQLite), an event loop runs
the units that it awaits itself, ahead of the thread, and leaves it the commit: two threads that
take turns at every statement would cost more than the statements do.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from contextvars import Context
from queue import Empty, SimpleQueue

from weiyin.base.clock import Clock
from weiyin.base.errors import Broken, TryLater, WeiyinError
from weiyin.base.ids import Rng
from weiyin.storage.group import Group, fail
from weiyin.storage.session import Session
from weiyin.storage.waiting import Awaited, Waiting, tell_all

_WAITING_UNITS = 4_096
"""More than this and a caller hears TryLater at once: about half a second of work."""
_NOBODY = 0


class Writer:
    """Owns the writing session of this process. Who has `_hand` locked may use it."""

    def __init__(self, session: Session, clock: Clock, rng: Rng) -> None:
        self._session = session
        self._monotonic = clock.monotonic
        self._rng = rng
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        """For the thread; None asks it to look round."""
        self._ahead: deque[Awaited] = deque()
        """For an event loop."""
        self._hand = threading.Lock()
        self._begun: Group | None = None
        """What a loop has run and the thread has not yet committed."""
        self._runner = _NOBODY
        """The thread in which a unit is being run."""
        self._closing = threading.Event()
        self._gone = False
        self._thread = threading.Thread(target=self._serve, name="store-writer", daemon=True)
        self._thread.start()

    def put(self, unit: Waiting) -> None:
        """Queue `unit`. Raises TryLater when too many wait, Broken when a unit waits for a unit."""
        if self._closing.is_set():
            raise TryLater("the store is closed")
        if self._queue.qsize() + len(self._ahead) >= _WAITING_UNITS:
            raise TryLater("the store is busy")
        if threading.get_ident() == self._runner:
            raise Broken("a unit of work may not wait for another one")
        if self._session.at_hand and isinstance(unit, Awaited):
            self._put_ahead(unit)
        else:
            self._queue.put(unit)
        if self._gone:  # the writer left between the first look and the put
            self._refuse_waiting(TryLater("the store is closed"))

    def close(self) -> None:
        """Commit what already waits, then end the thread."""
        if not self._closing.is_set():
            self._closing.set()
            self._queue.put(None)
        self._thread.join()

    def _put_ahead(self, unit: Awaited) -> None:
        self._ahead.append(unit)
        first = self._first_ahead()
        if first is unit or (first and first.loop is not unit.loop):
            unit.loop.call_soon(self._run_ahead, context=Context())

    def _run_ahead(self) -> None:
        """On an event loop: run what is awaited. When the thread is committing nothing is done:
        it calls again afterwards.
        """
        if not self._ahead or not self._hand.acquire(blocking=False):
            return
        try:
            if not self._closing.is_set():
                self._run_group_ahead()
        finally:
            self._hand.release()
            self._queue.put(None)

    def _run_group_ahead(self) -> None:
        self._runner = threading.get_ident()
        group = self._group()
        if group.run_ahead(self._take_ahead):
            self._begun = group
        else:
            self._leave_to_thread(group.units)
        self._runner = _NOBODY

    def _serve(self) -> None:
        while not self._closing.is_set():
            self._commit(self._queue.get())
        with self._hand:  # whichever loop gets it after us knows that we are closing
            self._leave_to_thread()
        while self._begun or self._queue.qsize():
            self._commit(None)
        self._gone = True
        self._refuse_waiting(TryLater("the store is closed"))
        self._session.close()

    def _commit(self, unit: Waiting | None) -> None:
        """Commit what was run ahead, `unit`, and whoever else waits for the thread."""
        with self._hand:
            self._runner = threading.get_ident()
            group, unit = self._group(), unit or self._take()
            if unit is not None:
                group.units.append(unit)
            if group.units:
                group.commit(self._take, self._pause)
            self._runner = _NOBODY
        tell_all(group.units)
        if group.refusal is not None:
            self._refuse_waiting(group.refusal)
        else:
            self._call_loop()

    def _group(self) -> Group:
        """The group that was begun, or a new one."""
        group, self._begun = self._begun or Group(self._session, self._monotonic), None
        return group

    def _call_loop(self) -> None:
        first = self._first_ahead()
        try:
            if first:
                first.loop.call_soon_threadsafe(self._run_ahead, context=Context())
        except RuntimeError:  # that loop has closed, and left units behind
            self._leave_to_thread()

    def _first_ahead(self) -> Awaited | None:
        try:
            return self._ahead[0]
        except IndexError:
            return None

    def _take(self) -> Waiting | None:
        """The next for the thread."""
        try:
            while (unit := self._queue.get_nowait()) is None:
                pass
        except Empty:
            return None
        return unit

    def _take_ahead(self) -> Waiting | None:
        """The next for an event loop."""
        try:
            return self._ahead.popleft()
        except IndexError:
            return None

    def _leave_to_thread(self, begun: Sequence[Waiting] = ()) -> None:
        for unit in begun:
            self._queue.put(unit)
        while awaited := self._take_ahead():
            self._queue.put(awaited)

    def _refuse_waiting(self, error: WeiyinError) -> None:
        """Tell everybody who waits at once, rather than let each wait its own turn."""
        refused: list[Waiting] = []
        while unit := self._take() or self._take_ahead():
            refused.append(unit)
        fail(refused, error)
        tell_all(refused)

    def _pause(self, collisions: int) -> None:
        """Up to 2 ms at first, doubled each time, so that two writers do not meet again."""
        longest_us = 2_000 << collisions
        self._closing.wait(self._rng.getrandbits(30) % longest_us / 1_000_000)
