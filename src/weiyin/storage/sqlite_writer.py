"""The one writer of a SQLite file: takes whatever units wait, commits them together, then tells.

One fsync serves the whole group, so a busy store is durable at the price of a fraction of a disk
write a unit. A unit that raises is rolled back to its own savepoint; its neighbours stay.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from weiyin.base.clock import Clock
from weiyin.base.errors import Broken, TryLater, WeiyinError
from weiyin.storage.sqlite_errors import told, told_at_commit
from weiyin.storage.unit import Tx
from weiyin.storage.waiting import Waiting, tell_all

_Why = Callable[[], WeiyinError]

_GROUP_UNITS = 512
_GROUP_SECONDS = 0.020
_WAITING_UNITS = 4_096
"""More than this and a caller hears TryLater at once: about half a second of work."""


class Writer:
    """A thread that owns the only writing connection of this process."""

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        make_tx: Callable[[sqlite3.Connection], Tx],
        clock: Clock,
    ) -> None:
        self._connect = connect
        self._make_tx = make_tx
        self._monotonic = clock.monotonic
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._closing = False
        self._gone = False
        self._connection: sqlite3.Connection | None = connect()
        self._thread = threading.Thread(target=self._serve, name="store-writer", daemon=True)
        self._thread.start()

    def put(self, unit: Waiting) -> None:
        """Queue `unit`. Raises TryLater when too many wait, Broken when a unit waits for a unit."""
        if self._closing:
            raise TryLater("the store is closed")
        if self._queue.qsize() >= _WAITING_UNITS:
            raise TryLater("the store is busy")
        if threading.get_ident() == self._thread.ident:
            raise Broken("a unit of work may not wait for another one")
        self._queue.put(unit)
        if self._gone:  # the writer left between the first look and the put
            self._refuse_waiting(lambda: TryLater("the store is closed"))

    def close(self) -> None:
        """Commit what already waits, then end the thread."""
        if not self._closing:
            self._closing = True
            self._queue.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while (unit := self._queue.get()) is not None:
            self._commit_group(unit)
        self._gone = True
        self._refuse_waiting(lambda: TryLater("the store is closed"))
        if self._connection is not None:
            self._connection.close()

    def _commit_group(self, first: Waiting) -> None:
        try:
            connection = self._begin()
        except (sqlite3.Error, WeiyinError) as error:
            why = _remedy(error)
            first.error = why()
            tell_all([first])
            self._refuse_waiting(why)
            return
        group: list[Waiting] = []
        try:
            self._run_group(connection, first, group)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._lose(group, _remedy(error, told_at_commit))
        except _GroupLostError as lost:
            self._lose(group, lost.why)
        tell_all(group)

    def _begin(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._connect()
        self._connection.execute("BEGIN IMMEDIATE")
        return self._connection

    def _run_group(
        self, connection: sqlite3.Connection, unit: Waiting | None, group: list[Waiting]
    ) -> None:
        """Run units until none waits or the group is full; every taken unit is put in `group`."""
        tx = self._make_tx(connection)
        monotonic, take = self._monotonic, self._queue.get_nowait
        end = monotonic() + _GROUP_SECONDS
        while unit is not None:
            group.append(unit)
            _run_unit(connection, tx, unit)
            if len(group) >= _GROUP_UNITS or monotonic() > end:
                return
            try:
                unit = take()
            except Empty:
                return
        self._queue.put(None)  # the closing mark: to be seen again after this group

    def _lose(self, group: list[Waiting], why: _Why) -> None:
        """Nothing of `group` was kept: say so to each, and start afresh on a new connection."""
        for unit in group:
            unit.value, unit.error = None, why()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _refuse_waiting(self, why: _Why) -> None:
        """Tell everybody in the queue at once, rather than let each wait its own turn."""
        refused: list[Waiting] = []
        try:
            while (unit := self._queue.get_nowait()) is not None:
                unit.error = why()
                refused.append(unit)
            self._queue.put(None)
        except Empty:
            pass
        tell_all(refused)


class _GroupLostError(Exception):
    """SQLite gave up the whole transaction in the middle of a unit."""

    def __init__(self, why: _Why) -> None:
        super().__init__()
        self.why = why


def _run_unit(connection: sqlite3.Connection, tx: Tx, unit: Waiting) -> None:
    execute = connection.execute
    execute("SAVEPOINT unit")
    try:
        unit.value = unit.work(tx)
    except BaseException as error:
        unit.error = error
        if not connection.in_transaction:
            # A full disk makes SQLite roll back everything, not this statement alone.
            raise _GroupLostError(_remedy(error)) from error
        execute("ROLLBACK TO unit")
    execute("RELEASE unit")


def _remedy(error: BaseException, tell: Callable[[sqlite3.Error], WeiyinError] = told) -> _Why:
    """A maker of errors: each caller gets its own, since a raised error carries its traceback."""
    if isinstance(error, sqlite3.Error):
        return lambda: tell(error)
    kind = type(error) if isinstance(error, TryLater | Broken) else TryLater
    return lambda: kind(str(error))
