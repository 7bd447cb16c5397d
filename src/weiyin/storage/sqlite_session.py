"""The writing connection to a SQLite file, and the two doors to one of its transactions."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from weiyin.base.errors import TryLater, WeiyinError
from weiyin.storage.session import EngineTx
from weiyin.storage.sql import Sql
from weiyin.storage.sqlite_errors import told, told_at_commit

_BUSY_MS = 2_000
"""How long another process may hold the file before a caller hears TryLater."""
_COMMON = (f"busy_timeout={_BUSY_MS}", "foreign_keys=ON", "temp_store=MEMORY")
_WRITING = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "wal_autocheckpoint=20000",  # pages: a hot page is copied back once for many commits
    "cache_size=-65536",  # KiB: a group that outgrows the cache is written twice
)


class SqliteReader:
    """A snapshot on one connection."""

    __slots__ = ("_execute", "failure")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        self.failure: WeiyinError | None = None

    def one(self, stmt: Sql, **params: Any) -> tuple[Any, ...] | None:
        try:
            row: tuple[Any, ...] | None = self._execute(stmt.text, params).fetchone()
        except sqlite3.Error as error:
            raise self._failed(error) from error
        return row

    def all(self, stmt: Sql, **params: Any) -> list[tuple[Any, ...]]:
        try:
            return self._execute(stmt.text, params).fetchall()
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def _failed(self, error: sqlite3.Error) -> WeiyinError:
        self.failure = self.failure or told(error)
        return self.failure


class SqliteTx(SqliteReader):
    """The writer's side of a unit of work."""

    __slots__ = ("_changed_before", "_connection", "_executemany")

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._connection = connection
        self._executemany = connection.executemany
        self._changed_before = 0

    @property
    def wrote(self) -> bool:
        return self._connection.total_changes != self._changed_before

    def fresh(self) -> None:
        self.failure = None
        self._changed_before = self._connection.total_changes

    def run(self, stmt: Sql, **params: Any) -> int:
        try:
            return self._execute(stmt.text, params).rowcount
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def many(self, stmt: Sql, rows: Sequence[Mapping[str, Any]]) -> int:
        try:
            return self._executemany(stmt.text, rows).rowcount
        except sqlite3.Error as error:
            raise self._failed(error) from error


class SqliteSession:
    """The writing side: every group holds the file's one write lock from its beginning."""

    at_hand = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._busy_ms = _BUSY_MS
        self._open()

    def begin(self, *, alone: bool, patient: bool = True) -> EngineTx:  # noqa: ARG002 - it is alone
        if self._connection is None and not patient:
            raise TryLater("the file must be opened first")
        connection = self._connection or self._open()
        busy_ms = _BUSY_MS if patient else 0
        try:
            if busy_ms != self._busy_ms:
                connection.execute(f"PRAGMA busy_timeout={busy_ms}").fetchall()
                self._busy_ms = busy_ms
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise told(error) from error
        return SqliteTx(connection)

    def commit(self) -> None:
        try:
            self._execute("COMMIT")
        except sqlite3.Error as error:
            raise told_at_commit(error) from error

    def abandon(self) -> None:
        try:
            self._execute("ROLLBACK")
        except sqlite3.Error:  # it was lost, or SQLite has rolled back by itself: begin afresh
            self.close()

    def save(self) -> None:
        self._execute("SAVEPOINT unit")

    def undo(self) -> None:
        if self._connection is None or not self._connection.in_transaction:
            raise TryLater("SQLite rolled back the whole group, as it does when the disk is full")
        self._execute("ROLLBACK TO unit")

    def release(self) -> None:
        self._execute("RELEASE unit")

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        self._connection = connect(self._path, _WRITING)
        self._busy_ms = _BUSY_MS
        self._execute = self._connection.execute
        return self._connection


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot write."""
    return connect(path, ("query_only=ON",))


def make_private(path: Path) -> None:
    """Make a file that is not there yet its owner's alone; its log and index take after it.

    One that is there must not be opened, not even for a moment: closing any descriptor of it lets
    go of every lock that this process's connections hold (fcntl(2); sqlite.org/howtocorrupt.html,
    2.2), and the next process to leave would take the log away from under them.
    """
    with suppress(OSError):  # what is wrong with the path, SQLite tells in its own words
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def connect(path: Path, pragmas: Sequence[str]) -> sqlite3.Connection:
    make_private(path)
    try:
        connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, cached_statements=1_000
        )
    except sqlite3.Error as error:
        raise told(error) from error
    try:
        for pragma in (*_COMMON, *pragmas):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except sqlite3.Error as error:
        connection.close()
        raise told(error) from error
    return connection
