"""The one writer of a process: takes whatever units wait, commits them together, then tells.

One commit serves the whole group, so a busy store is durable at a fraction of a disk write a unit.
Units run one after the other; the error of one takes back that one alone. Where savepoints are dear
(PostgreSQL: two round trips), a group first runs without: an error before the unit's first write
costs nothing, a later one makes the group run again with savepoints.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from weiyin.base.clock import Clock
from weiyin.base.errors import Broken, TryLater, WeiyinError
from weiyin.base.ids import Rng
from weiyin.storage.session import CollidedError, EngineTx, Session
from weiyin.storage.waiting import Waiting, tell_all

_Take = Callable[[], Waiting | None]

_WAITING_UNITS = 4_096
"""More than this and a caller hears TryLater at once: about half a second of work."""
_GROUP_UNITS = 512
_GROUP_SECONDS = 0.020
_ATTEMPTS = 6


class Writer:
    """A thread that owns the writing session of this process."""

    def __init__(self, session: Session, clock: Clock, rng: Rng) -> None:
        self._session = session
        self._monotonic = clock.monotonic
        self._rng = rng
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._closing = threading.Event()
        self._gone = False
        self._thread = threading.Thread(target=self._serve, name="store-writer", daemon=True)
        self._thread.start()

    def put(self, unit: Waiting) -> None:
        """Queue `unit`. Raises TryLater when too many wait, Broken when a unit waits for a unit."""
        if self._closing.is_set():
            raise TryLater("the store is closed")
        if self._queue.qsize() >= _WAITING_UNITS:
            raise TryLater("the store is busy")
        if threading.get_ident() == self._thread.ident:
            raise Broken("a unit of work may not wait for another one")
        self._queue.put(unit)
        if self._gone:  # the writer left between the first look and the put
            self._refuse_waiting(TryLater("the store is closed"))

    def close(self) -> None:
        """Commit what already waits, then end the thread."""
        if not self._closing.is_set():
            self._closing.set()
            self._queue.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while (unit := self._queue.get()) is not None:
            group = [unit]
            self._commit_group(group)
            tell_all(group)
        self._gone = True
        self._refuse_waiting(TryLater("the store is closed"))
        self._session.close()

    def _commit_group(self, group: list[Waiting]) -> None:
        """Give each unit its value or its error; more of the waiting ones join the first."""
        careful = self._session.careful
        take = self._take
        collisions = 0
        while True:
            try:
                self._run_group(group, take, careful=careful, alone=collisions > 0)
            except _SpoiltError:
                careful = True
            except CollidedError as error:
                collisions += 1
                if collisions == _ATTEMPTS:
                    return _fail(group, TryLater(f"too many writers at once: {error}"))
                self._pause(collisions)
            except WeiyinError as error:
                return _fail(group, error)
            except Exception as error:  # noqa: BLE001 - the thread must outlive its own mistakes
                return _fail(group, Broken(f"the writer failed: {error!r}"))
            else:
                return None
            take = _nothing

    def _run_group(
        self,
        group: list[Waiting],
        take: Callable[[], Waiting | None],
        *,
        careful: bool,
        alone: bool,
    ) -> None:
        """Run and commit `group`, which grows by what `take` gives. On an error nothing is kept."""
        session, monotonic = self._session, self._monotonic
        try:
            tx = session.begin(alone=alone)
        except WeiyinError as error:
            self._refuse_waiting(error)
            raise
        run = _run_saved if careful else _run_plain
        end = monotonic() + _GROUP_SECONDS
        try:
            for unit in group:  # grows while it is walked
                run(session, tx, unit)
                if len(group) < _GROUP_UNITS and monotonic() < end and (more := take()):
                    group.append(more)
            session.commit()
        except BaseException:
            session.abandon()
            raise

    def _take(self) -> Waiting | None:
        try:
            unit = self._queue.get_nowait()
        except Empty:
            return None
        if unit is None:
            self._queue.put(None)  # the closing mark, to be seen again after this group
        return unit

    def _pause(self, collisions: int) -> None:
        """Up to 2 ms at first, doubled each time, so that two writers do not meet again."""
        longest_us = 2_000 << collisions
        self._closing.wait(self._rng.getrandbits(30) % longest_us / 1_000_000)

    def _refuse_waiting(self, error: WeiyinError) -> None:
        """Tell everybody in the queue at once, rather than let each wait its own turn."""
        refused: list[Waiting] = []
        while unit := self._take():
            refused.append(unit)
        _fail(refused, error)
        tell_all(refused)


class _SpoiltError(Exception):
    """A unit without a savepoint failed after its first write."""


def _nothing() -> None:
    return None


def _run_saved(session: Session, tx: EngineTx, unit: Waiting) -> None:
    session.save()
    if not _run_unit(tx, unit):
        session.undo()
    session.release()


def _run_plain(_: Session, tx: EngineTx, unit: Waiting) -> None:
    if not _run_unit(tx, unit) and (tx.wrote or tx.failure):
        raise _SpoiltError


def _run_unit(tx: EngineTx, unit: Waiting) -> bool:
    """Whether the unit is to be kept. A collision is raised: it is not the unit's own error."""
    tx.fresh()
    unit.value = unit.error = None
    try:
        unit.value = unit.work(tx)
    except BaseException as error:  # noqa: BLE001 - whatever it is belongs to the caller
        unit.error = error
    if tx.failure is not None:
        if isinstance(tx.failure, CollidedError):
            raise tx.failure
        unit.error = unit.error or tx.failure
    return unit.error is None


def _fail(group: list[Waiting], error: WeiyinError) -> None:
    """Give each unit its own copy: an error that is raised carries its traceback."""
    for unit in group:
        copy = type(error)(str(error))
        copy.__cause__ = error.__cause__
        unit.value, unit.error = None, copy
