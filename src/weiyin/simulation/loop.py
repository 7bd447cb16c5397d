"""An event loop without waiting: when nobody can go on, the clock moves to the next timer."""

from __future__ import annotations

import asyncio
import math
import selectors
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from weiyin.base.clock import ManualClock
from weiyin.base.errors import Broken


class DayClock(ManualClock):
    """A clock that one day after another may set anew; within a day it never goes back."""

    def begin(self, moment: datetime) -> None:
        self._start = self._now = moment


class DayLoop(asyncio.SelectorEventLoop):
    """Runs by `clock`. What would go to a thread is done on the spot."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        super().__init__(_Turning(clock))

    def time(self) -> float:
        return self._clock.monotonic()

    def run_in_executor(  # type: ignore[override]
        self, executor: object, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        del executor
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - as a thread would hand it over
            done.set_exception(error)
        return done


class _Turning(selectors.SelectSelector):
    """A selector to whom nobody ever writes."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise Broken("everybody waits for something that cannot happen")
        if timeout > 0:  # up to the next microsecond, or the timer would never be reached
            self._clock.advance(timedelta(microseconds=math.ceil(timeout * 1_000_000)))
        return []
