"""A store that remembers the statements that went through it, to be explained afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from weiyin.storage.sql import Sql
from weiyin.storage.store import Reader, Store, Tx

T = TypeVar("T")


@dataclass
class Recorder:
    """A `Store` before another. `asked`: each statement with the first parameters it was given."""

    inner: Store
    asked: dict[Sql, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def engine(self) -> str:
        return self.inner.engine

    def run(self, work: Callable[[Tx], T]) -> T:
        return self.inner.run(lambda tx: work(_Door(tx, self)))

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        return self.inner.submit(lambda tx: work(_Door(tx, self)))

    def arun(self, work: Callable[[Tx], T]) -> asyncio.Future[T]:
        return self.inner.arun(lambda tx: work(_Door(tx, self)))

    def read(self, look: Callable[[Reader], T]) -> T:
        return self.inner.read(lambda reader: look(_Door(reader, self)))

    def close(self) -> None:
        self.inner.close()


class _Door:
    def __init__(self, inner: Any, recorder: Recorder) -> None:
        self._inner, self._asked = inner, recorder.asked

    def one(self, stmt: Sql, **params: Any) -> Any:
        self._asked.setdefault(stmt, params)
        return self._inner.one(stmt, **params)

    def all(self, stmt: Sql, **params: Any) -> Any:
        self._asked.setdefault(stmt, params)
        return self._inner.all(stmt, **params)

    def run(self, stmt: Sql, **params: Any) -> int:
        self._asked.setdefault(stmt, params)
        return int(self._inner.run(stmt, **params))

    def many(self, stmt: Sql, rows: Sequence[Mapping[str, Any]]) -> int:
        if rows:
            self._asked.setdefault(stmt, rows[0])
        return int(self._inner.many(stmt, rows))
