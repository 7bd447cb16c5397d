"""What a unit of work sees of the store, and what the store promises; free of any engine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from weiyin.storage.sql import Sql

T = TypeVar("T")


class Reader(Protocol):
    """One snapshot of the books."""

    def one(self, stmt: Sql, **params: Any) -> tuple[Any, ...] | None:
        """The first row, or None."""
        ...

    def all(self, stmt: Sql, **params: Any) -> list[tuple[Any, ...]]:
        """Every row."""
        ...


class Tx(Reader, Protocol):
    """The inside of one unit of work.

    Statements raise Conflict when a unique key is taken, Broken for any other constraint.
    After such an error the unit is lost: use ON CONFLICT where the twin is expected.
    """

    def run(self, stmt: Sql, **params: Any) -> int:
        """Rows touched. A statement with RETURNING goes through `one` or `all`."""
        ...

    def many(self, stmt: Sql, rows: Sequence[Mapping[str, Any]]) -> int:
        """The statement once a row; rows touched in all."""
        ...


class Store(Protocol):
    """Where everything is kept. Safe to call from any thread.

    Every door raises TryLater (busy, locked, full: nothing happened), Unknown (the connection broke
    while committing) and Broken (the file or the schema is damaged).
    """

    engine: str
    """"sqlite" or "postgresql"."""

    def run(self, work: Callable[[Tx], T]) -> T:
        """Do `work` wholly or not at all; durable when it returns.

        An exception of `work` rolls back this unit alone and is raised here. `work` may be called
        more than once (PostgreSQL retries), so it does nothing but read and write through its tx,
        and it never waits for another unit.
        """
        ...

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        """`run` without waiting."""
        ...

    def arun(self, work: Callable[[Tx], T]) -> asyncio.Future[T]:
        """`run` for the running event loop to await; a group of commits wakes the loop once."""
        ...

    def read(self, look: Callable[[Reader], T]) -> T:
        """Look at one snapshot; never waits for writers, never holds them up."""
        ...

    def close(self) -> None:
        """Finish what was begun and let go of every connection."""
        ...
