"""The three ways in which callers hand a unit to the writer, the same for both engines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from weiyin.storage.unit import Tx
from weiyin.storage.waiting import Awaited, Blocking, Promised
from weiyin.storage.writer import Writer

T = TypeVar("T")


class WriterDoor:
    """The writing half of a store: see `Store` for what is promised."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def run(self, work: Callable[[Tx], T]) -> T:
        unit = Blocking(work)
        self._writer.put(unit)
        value: T = unit.outcome()
        return value

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        unit = Promised(work)
        self._writer.put(unit)
        return unit.future

    def arun(self, work: Callable[[Tx], T]) -> asyncio.Future[T]:
        unit = Awaited(work, asyncio.get_running_loop())
        self._writer.put(unit)
        return unit.future

    def close(self) -> None:
        self._writer.close()
