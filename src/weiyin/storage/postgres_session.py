"""The writing connection to PostgreSQL, and the two doors to one of its transactions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import psycopg

from weiyin.base.errors import TryLater, WeiyinError
from weiyin.storage.postgres_errors import told, told_at_commit
from weiyin.storage.postgres_types import teach
from weiyin.storage.session import EngineTx
from weiyin.storage.sql import Sql

_encode = msgspec.json.Encoder().encode

CONNECTING: dict[str, Any] = {
    "prepare_threshold": 0,
    "connect_timeout": 3,
    "tcp_user_timeout": 4_000,
    "options": "-c statement_timeout=4000 -c lock_timeout=3000 -c synchronous_commit=on",
}
"""No caller waits for ever: a lost server or a lock held for long becomes an error within 4 s."""

_WRITING = "SET enable_seqscan=off; SET enable_hashjoin=off; SET enable_mergejoin=off; SET jit=off"
"""A unit touches few rows, by key: plans made while a table was small must not walk it for ever."""

# LOCK takes no snapshot, so that whoever waited for it sees what the one before has committed.
_BEGIN = "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE writers IN ROW SHARE MODE"
_BEGIN_ALONE = "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE writers IN EXCLUSIVE MODE"


class PostgresReader:
    """A snapshot on one connection, through one cursor."""

    __slots__ = ("_cursor", "_execute", "failure", "wrote")

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor = cursor
        self._execute = cursor.execute
        self.failure: WeiyinError | None = None
        self.wrote = False

    def one(self, stmt: Sql, **params: Any) -> tuple[Any, ...] | None:
        if stmt.writes:
            self.wrote = True
        try:
            row: tuple[Any, ...] | None = self._execute(stmt.postgresql, params).fetchone()
        except psycopg.Error as error:
            raise self._failed(error) from error
        return row

    def all(self, stmt: Sql, **params: Any) -> list[tuple[Any, ...]]:
        if stmt.writes:
            self.wrote = True
        try:
            return self._execute(stmt.postgresql, params).fetchall()
        except psycopg.Error as error:
            raise self._failed(error) from error

    def _failed(self, error: psycopg.Error) -> WeiyinError:
        self.failure = self.failure or told(error)
        return self.failure


class PostgresTx(PostgresReader):
    """The writing side of a unit of work."""

    __slots__ = ("_executemany",)

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        super().__init__(cursor)
        self._executemany = cursor.executemany

    def fresh(self) -> None:
        self.failure, self.wrote = None, False

    def run(self, stmt: Sql, **params: Any) -> int:
        self.wrote = True
        try:
            return self._execute(stmt.postgresql, params).rowcount
        except psycopg.Error as error:
            raise self._failed(error) from error

    def many(self, stmt: Sql, rows: Sequence[Mapping[str, Any]]) -> int:
        self.wrote = True
        try:
            if stmt.set_based is None:
                self._executemany(stmt.postgresql, rows)
            else:
                self._execute(stmt.set_based, {"rows": _encode(rows).decode()})
        except psycopg.Error as error:
            raise self._failed(error) from error
        return self._cursor.rowcount


class PostgresSession:
    """The writing side. Groups of different processes run side by side, SERIALIZABLE; one that
    collided runs again alone.
    """

    at_hand = False

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection[Any] | None = None

    def begin(self, *, alone: bool, patient: bool = True) -> EngineTx:  # noqa: ARG002
        was_open = self._connection is not None
        try:
            return self._begin(alone)
        except psycopg.Error as error:
            died_idle = was_open and self._connection is not None and self._connection.closed
            self.close()
            if not died_idle:
                raise told(error) from error
        try:
            return self._begin(alone)
        except psycopg.Error as error:
            self.close()
            raise told(error) from error

    def commit(self) -> None:
        try:
            ended = self._command("COMMIT")
        except psycopg.Error as error:
            raise told_at_commit(error) from error
        if ended != "COMMIT":
            raise TryLater("the transaction had failed before its commit")

    def abandon(self) -> None:
        try:
            self._command("ROLLBACK")
        except psycopg.Error:
            self.close()

    def save(self) -> None:
        self._point("SAVEPOINT unit")

    def undo(self) -> None:
        self._point("ROLLBACK TO unit")

    def release(self) -> None:
        self._point("RELEASE unit")

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _begin(self, alone: bool) -> EngineTx:
        if self._connection is None:
            self._connection = psycopg.connect(self._url, autocommit=True, **CONNECTING)
            teach(self._connection)
            self._command(_WRITING)
        self._command(_BEGIN_ALONE if alone else _BEGIN)
        return PostgresTx(self._connection.cursor())

    def _point(self, command: str) -> None:
        try:
            self._command(command)
        except psycopg.Error as error:
            raise told(error) from error

    def _command(self, command: str) -> str | None:
        if self._connection is None:
            return None
        return self._connection.execute(command.encode(), prepare=False).statusmessage
