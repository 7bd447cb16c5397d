"""The embedded store: one writer that commits waiting units together, readers on snapshots."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from weiyin.base.clock import Clock, SystemClock
from weiyin.base.errors import TryLater
from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.storage.door import WriterDoor
from weiyin.storage.sqlite_errors import told
from weiyin.storage.sqlite_session import SqliteReader, SqliteSession, open_reader
from weiyin.storage.unit import Reader
from weiyin.storage.writer import Writer

T = TypeVar("T")

_IDLE_READERS = 16


class SqliteStore(WriterDoor):
    """A store in one file. Several processes may share it; each has one writer."""

    engine = "sqlite"

    def __init__(self, path: Path, clock: Clock | None = None, rng: Rng = SYSTEM_RNG) -> None:
        super().__init__(Writer(SqliteSession(path), clock or SystemClock(), rng))
        self._path = path
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False

    def read(self, look: Callable[[Reader], T]) -> T:
        connection, is_whole = self._reader(), False
        try:
            connection.execute("BEGIN")
            try:
                return look(SqliteReader(connection))
            finally:
                # SQLite ends a transaction by itself where the file fails: read there no more.
                if connection.in_transaction:
                    connection.execute("COMMIT")
                    is_whole = True
        except sqlite3.Error as error:
            raise told(error) from error
        finally:
            if is_whole:
                self._put_back(connection)
            else:
                connection.close()

    def close(self) -> None:
        self._closed = True
        super().close()
        while self._idle:
            self._idle.pop().close()

    def _reader(self) -> sqlite3.Connection:
        if self._closed:
            raise TryLater("the store is closed")
        try:
            return self._idle.pop()
        except IndexError:
            return open_reader(self._path)

    def _put_back(self, connection: sqlite3.Connection) -> None:
        if self._closed or connection.in_transaction or len(self._idle) >= _IDLE_READERS:
            connection.close()
        else:
            self._idle.append(connection)
