"""Waits that are all equally long, on one timer.

They run out in the order in which they began, so only the oldest needs a timer. Nearly all of them
end long before: a question then costs no timer of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Self


class Wait:
    """One wait, for as long as its `with` block; `call` is called when it runs out before."""

    __slots__ = ("_waits", "call", "end", "is_over")

    def __init__(self, waits: dict[Wait, None], end: float) -> None:
        self._waits = waits
        self.end = end
        self.is_over = False
        self.call: Callable[[], object] | None = None

    def __enter__(self) -> Self:
        self._waits[self] = None
        return self

    def __exit__(self, *_: object) -> None:
        self._waits.pop(self, None)


class Patience:
    """Waits of `seconds` each. Belongs to one event loop."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waits: dict[Wait, None] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        """Where the timer is set; None: nobody waits."""

    def wait(self) -> Wait:
        """A wait from now on, to be entered at once."""
        loop = asyncio.get_running_loop()
        wait = Wait(self._waits, loop.time() + self._seconds)
        if self._loop is not loop:
            self._loop = loop
            loop.call_at(wait.end, self._look)
        return wait

    def _look(self) -> None:
        """Give up what is over, and look again when the next one may be."""
        assert self._loop is not None
        now = self._loop.time()
        while (oldest := next(iter(self._waits), None)) and oldest.end <= now:
            del self._waits[oldest]
            oldest.is_over = True
            if oldest.call is not None:
                oldest.call()
        if oldest is None:
            self._loop = None
        else:
            self._loop.call_at(oldest.end, self._look)
