"""The store on PostgreSQL: units side by side, SERIALIZABLE, run again when they collide.

SERIALIZABLE because a unit of work is written once for both engines: on SQLite units run one after
the other, and only this level promises the same outcome without a lock in every statement.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import BoundedSemaphore, Event
from typing import Any, TypeVar

import psycopg
from psycopg import IsolationLevel
from psycopg_pool import ConnectionPool, PoolTimeout

from weiyin.base.errors import TryLater, Unknown
from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.storage.postgres_errors import AGAIN, told
from weiyin.storage.postgres_types import teach
from weiyin.storage.sql import Sql
from weiyin.storage.unit import Reader, Tx

T = TypeVar("T")

_WRITERS = 8
_READERS = 8
_WAITING_UNITS = 4_096
_ATTEMPTS = 12
_PATIENCE_SECONDS = 3.0
"""How long a caller waits for a connection before it hears TryLater."""


class PostgresReader:
    """A snapshot on one connection."""

    __slots__ = ("_execute",)

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._execute = connection.execute

    def one(self, stmt: Sql, **params: Any) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._execute(stmt.postgresql, params).fetchone()
        return row

    def all(self, stmt: Sql, **params: Any) -> list[tuple[Any, ...]]:
        return self._execute(stmt.postgresql, params).fetchall()


class PostgresTx(PostgresReader):
    """The writing side of a unit of work."""

    __slots__ = ("_cursor",)

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        super().__init__(connection)
        self._cursor = connection.cursor

    def run(self, stmt: Sql, **params: Any) -> int:
        return self._execute(stmt.postgresql, params).rowcount

    def many(self, stmt: Sql, rows: Sequence[Mapping[str, Any]]) -> int:
        with self._cursor() as cursor:
            cursor.executemany(stmt.postgresql, rows)
            return cursor.rowcount


class PostgresStore:
    """A store on a PostgreSQL server, shared by any number of processes."""

    engine = "postgresql"

    def __init__(self, url: str, rng: Rng = SYSTEM_RNG) -> None:
        self._rng = rng
        self._writing = _pool(url, _WRITERS, _writing)
        self._reading = _pool(url, _READERS, _reading)
        self._threads = ThreadPoolExecutor(_WRITERS, thread_name_prefix="store-writer")
        self._room = BoundedSemaphore(_WAITING_UNITS)
        self._never = Event()

    def run(self, work: Callable[[Tx], T]) -> T:
        for attempt in range(_ATTEMPTS):
            try:
                return self._once(work)
            except AGAIN:
                self._never.wait(self._pause(attempt))
            except psycopg.Error as error:
                raise told(error) from error
        raise TryLater("too many units want the same rows")

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        if not self._room.acquire(blocking=False):
            raise TryLater("the store is busy")
        try:
            future = self._threads.submit(partial(self.run, work))
        except RuntimeError as error:
            self._room.release()
            raise TryLater("the store is closed") from error
        future.add_done_callback(lambda _: self._room.release())
        return future

    async def arun(self, work: Callable[[Tx], T]) -> T:
        return await asyncio.wrap_future(self.submit(work))

    def read(self, look: Callable[[Reader], T]) -> T:
        try:
            with self._reading.connection() as connection:
                return look(PostgresReader(connection))
        except PoolTimeout as error:
            raise TryLater("the store is busy") from error
        except psycopg.Error as error:
            raise told(error) from error

    def close(self) -> None:
        self._threads.shutdown()
        self._writing.close()
        self._reading.close()

    def _once(self, work: Callable[[Tx], T]) -> T:
        try:
            connection = self._writing.getconn()
        except PoolTimeout as error:
            raise TryLater("the store is busy") from error
        try:
            value = work(PostgresTx(connection))
            _commit(connection)
        except BaseException:
            if not connection.closed:
                connection.rollback()
            raise
        else:
            return value
        finally:
            self._writing.putconn(connection)

    def _pause(self, attempt: int) -> float:
        """Seconds: up to 2 ms at first, doubled up to a quarter of a second."""
        longest_us = min(2_000 << attempt, 250_000)
        return self._rng.getrandbits(20) % longest_us / 1_000_000


def _commit(connection: psycopg.Connection[Any]) -> None:
    try:
        connection.commit()
    except psycopg.OperationalError as error:
        if isinstance(error, AGAIN) or not connection.closed:
            raise
        raise Unknown(f"the connection broke while committing: {error}") from error


def _pool(
    url: str, size: int, configure: Callable[[psycopg.Connection[Any]], None]
) -> ConnectionPool[psycopg.Connection[Any]]:
    return ConnectionPool(
        url,
        min_size=1,
        max_size=size,
        timeout=_PATIENCE_SECONDS,
        configure=configure,
        kwargs={"prepare_threshold": 0, "connect_timeout": 3},
        open=True,
    )


def _writing(connection: psycopg.Connection[Any]) -> None:
    teach(connection)
    connection.isolation_level = IsolationLevel.SERIALIZABLE


def _reading(connection: psycopg.Connection[Any]) -> None:
    teach(connection)
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
