"""The store of a day: SQLite in memory, its units run where they are asked for, and failing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

from weiyin.base.clock import Clock
from weiyin.base.errors import Broken, TryLater, Unknown
from weiyin.simulation.faults import Fault, Faults, Killed
from weiyin.storage.group import Group
from weiyin.storage.session import EngineTx
from weiyin.storage.sql import Sql
from weiyin.storage.sqlite_session import SqliteReader, SqliteTx
from weiyin.storage.unit import Reader, Tx
from weiyin.storage.waiting import Waiting

T = TypeVar("T")

_STATEMENTS = 12
"""The statement that fails is one of the first so many of its unit."""
_AT_UNIT = (
    Fault.BUSY, Fault.STATEMENT, Fault.NOT_KEPT, Fault.KEPT, Fault.KILLED_BEFORE,
    Fault.KILLED_AFTER,
)  # fmt: skip


class Disk:
    """What outlives every process of the day. `whole` is a database as bytes."""

    def __init__(self, whole: bytes, clock: Clock, faults: Faults) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=1_000)
        self.connection.deserialize(whole)
        self.clock, self.faults = clock, faults

    def opened(self, _: str) -> DayStore:
        return DayStore(self)

    def close(self) -> None:
        self.connection.close()


class DayStore:
    """A `Store` for one process of the day; closing it leaves the disk to the others."""

    engine = "sqlite"

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._session = _Session(disk.connection, disk.faults)

    def run(self, work: Callable[[Tx], T]) -> T:
        if self._disk.connection.in_transaction:
            raise Broken("a unit of work may not wait for another one")
        unit = _Unit(work)
        group = Group(self._session, self._disk.clock.monotonic)
        group.units.append(unit)
        try:
            group.commit(lambda: None, lambda _: None)
        except Killed:
            self._session.abandon()
            raise
        if unit.error is not None:
            raise unit.error
        value: T = unit.value
        return value

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        done: Future[T] = Future()
        try:
            done.set_result(self.run(work))
        except Exception as error:  # noqa: BLE001 - the caller asks the future
            done.set_exception(error)
        return done

    def arun(self, work: Callable[[Tx], T]) -> asyncio.Future[T]:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        try:
            done.set_result(self.run(work))
        except Exception as error:  # noqa: BLE001 - the caller awaits the future
            done.set_exception(error)
        return done

    def read(self, look: Callable[[Reader], T]) -> T:
        return look(SqliteReader(self._disk.connection))

    def close(self) -> None:
        """Nothing is open of its own."""


class _Unit(Waiting):
    __slots__ = ()

    def tell(self) -> None:
        """Its caller did not wait."""


class _Tx(SqliteTx):
    """The statement number `fails` is refused."""

    __slots__ = ("_left",)

    def __init__(self, connection: sqlite3.Connection, fails: int) -> None:
        super().__init__(connection)
        self._left = fails

    def one(self, stmt: Sql, **params: Any) -> tuple[Any, ...] | None:
        self._count()
        return super().one(stmt, **params)

    def all(self, stmt: Sql, **params: Any) -> list[tuple[Any, ...]]:
        self._count()
        return super().all(stmt, **params)

    def run(self, stmt: Sql, **params: Any) -> int:
        self._count()
        return super().run(stmt, **params)

    def many(self, stmt: Sql, rows: Sequence[Mapping[str, Any]]) -> int:
        self._count()
        return super().many(stmt, rows)

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            self.failure = TryLater("the disk failed at a statement")
            raise self.failure


class _Session:
    """A `Session` on the day's one connection; each unit may meet one fault."""

    at_hand = True

    def __init__(self, connection: sqlite3.Connection, faults: Faults) -> None:
        self._connection, self._faults = connection, faults
        self._fault: Fault | None = None

    def begin(self, *, alone: bool, patient: bool = True) -> EngineTx:
        del alone, patient
        self._fault = self._faults.draw(*_AT_UNIT)
        if self._fault is Fault.BUSY:
            raise TryLater("the disk is full")
        self._connection.execute("BEGIN")
        fails = 1 + self._faults.dice.below(_STATEMENTS) if self._fault is Fault.STATEMENT else 0
        return _Tx(self._connection, fails)

    def commit(self) -> None:
        if self._fault is Fault.KILLED_BEFORE:
            raise Killed
        if self._fault is Fault.NOT_KEPT:
            raise Unknown("the commit was not answered")
        self._connection.execute("COMMIT")
        if self._fault is Fault.KILLED_AFTER:
            raise Killed
        if self._fault is Fault.KEPT:
            raise Unknown("the commit was not answered")

    def abandon(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def save(self) -> None:
        self._connection.execute("SAVEPOINT unit")

    def undo(self) -> None:
        self._connection.execute("ROLLBACK TO unit")

    def release(self) -> None:
        self._connection.execute("RELEASE unit")

    def close(self) -> None:
        """The disk is not ours to close."""
