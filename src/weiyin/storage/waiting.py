"""Units that wait for their commit, and the three ways in which their callers learn of it."""

from __future__ import annotations

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from weiyin.storage.unit import Tx


class Waiting(ABC):
    """One unit: its work, then either its value or its error."""

    __slots__ = ("error", "value", "work")

    def __init__(self, work: Callable[[Tx], Any]) -> None:
        self.work = work
        self.value: Any = None
        self.error: BaseException | None = None

    @abstractmethod
    def tell(self) -> None:
        """Wake the caller. Called once, after the commit."""


class Blocking(Waiting):
    """Its caller sleeps on a bare lock: the cheapest thing to wake."""

    __slots__ = ("_gate",)

    def __init__(self, work: Callable[[Tx], Any]) -> None:
        super().__init__(work)
        self._gate = threading.Lock()
        self._gate.acquire()

    def tell(self) -> None:
        self._gate.release()

    def outcome(self) -> Any:
        self._gate.acquire()
        if self.error is not None:
            raise self.error
        return self.value


class Promised(Waiting):
    """Its caller holds a `Future`."""

    __slots__ = ("future",)

    def __init__(self, work: Callable[[Tx], Any]) -> None:
        super().__init__(work)
        self.future: Future[Any] = Future()
        self.future.set_running_or_notify_cancel()  # begun work is not taken back

    def tell(self) -> None:
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.value)


class Awaited(Waiting):
    """Its caller awaits on an event loop."""

    __slots__ = ("future", "loop")

    def __init__(self, work: Callable[[Tx], Any], loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(work)
        self.loop = loop
        self.future: asyncio.Future[Any] = loop.create_future()

    def tell(self) -> None:
        """To be called on the loop's own thread. A caller that gave up is not told."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.value)


def tell_all(units: Sequence[Waiting]) -> None:
    """Wake every caller; each event loop only once for all of its units."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Waiting]] = {}
    for unit in units:
        if isinstance(unit, Awaited):
            by_loop.setdefault(unit.loop, []).append(unit)
        else:
            unit.tell()
    for loop, awaited in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_tell_each, awaited)


def _tell_each(units: Sequence[Waiting]) -> None:
    for unit in units:
        unit.tell()
