"""The embedded store: one writer that commits waiting units together, readers on snapshots."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from weiyin.base.clock import Clock, SystemClock
from weiyin.storage.sql import Sql
from weiyin.storage.sqlite_errors import told
from weiyin.storage.sqlite_writer import Writer
from weiyin.storage.unit import Reader, Tx
from weiyin.storage.waiting import Awaited, Blocking, Promised

T = TypeVar("T")

_IDLE_READERS = 16
_BUSY_MS = 2_000
"""How long another process may hold the file before a caller hears TryLater."""


class SqliteReader:
    """A snapshot on one connection."""

    __slots__ = ("_execute",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def one(self, stmt: Sql, **params: Any) -> tuple[Any, ...] | None:
        try:
            row: tuple[Any, ...] | None = self._execute(stmt.text, params).fetchone()
        except sqlite3.Error as error:
            raise told(error) from error
        return row

    def all(self, stmt: Sql, **params: Any) -> list[tuple[Any, ...]]:
        try:
            return self._execute(stmt.text, params).fetchall()
        except sqlite3.Error as error:
            raise told(error) from error


class SqliteTx(SqliteReader):
    """The writer's side of a unit of work."""

    __slots__ = ("_executemany",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._executemany = connection.executemany

    def run(self, stmt: Sql, **params: Any) -> int:
        try:
            return self._execute(stmt.text, params).rowcount
        except sqlite3.Error as error:
            raise told(error) from error

    def many(self, stmt: Sql, rows: Sequence[Mapping[str, Any]]) -> int:
        try:
            return self._executemany(stmt.text, rows).rowcount
        except sqlite3.Error as error:
            raise told(error) from error


class SqliteStore:
    """A store in one file. Several processes may share it; each has one writer."""

    engine = "sqlite"

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self._path = path
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False
        self._writer = Writer(lambda: _writing(path), SqliteTx, clock or SystemClock())

    def run(self, work: Callable[[Tx], T]) -> T:
        unit = Blocking(work)
        self._writer.put(unit)
        value: T = unit.outcome()
        return value

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        unit = Promised(work)
        self._writer.put(unit)
        return unit.future

    async def arun(self, work: Callable[[Tx], T]) -> T:
        unit = Awaited(work, asyncio.get_running_loop())
        self._writer.put(unit)
        value: T = await unit.future
        return value

    def read(self, look: Callable[[Reader], T]) -> T:
        connection = self._reader()
        try:
            connection.execute("BEGIN")
            try:
                return look(SqliteReader(connection))
            finally:
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise told(error) from error
        finally:
            self._put_back(connection)

    def close(self) -> None:
        self._closed = True
        self._writer.close()
        while self._idle:
            self._idle.pop().close()

    def _reader(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return _reading(self._path)

    def _put_back(self, connection: sqlite3.Connection) -> None:
        if self._closed or connection.in_transaction or len(self._idle) >= _IDLE_READERS:
            connection.close()
        else:
            self._idle.append(connection)


def _connect(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, cached_statements=1_000
        )
        for pragma in (f"busy_timeout={_BUSY_MS}", "foreign_keys=ON", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error as error:
        raise told(error) from error
    return connection


def _writing(path: Path) -> sqlite3.Connection:
    connection = _connect(path)
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=4000"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except sqlite3.Error as error:
        connection.close()
        raise told(error) from error
    return connection


def _reading(path: Path) -> sqlite3.Connection:
    connection = _connect(path)
    connection.execute("PRAGMA query_only=ON")
    return connection
