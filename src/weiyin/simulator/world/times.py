"""The stand-in's clock: another clock, moved forward on demand."""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.base.clock import Clock


class SkippableClock:
    """Token lives, windows and quotas follow this clock, so that 48 hours pass in a test.

    `wall` is the clock the bot shares: signatures and CreateTime use it, or the bot would
    find every push too fresh.
    """

    def __init__(self, wall: Clock) -> None:
        self.wall = wall
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        return self.wall.now() + self._ahead

    def monotonic(self) -> float:
        return self.wall.monotonic() + self._ahead.total_seconds()

    def skip(self, step: timedelta) -> None:
        if step < timedelta(0):
            raise ValueError("time does not go back")
        self._ahead += step

    def stamp(self) -> int:
        """Whole seconds since 1970 by the wall clock: what goes on the wire."""
        return int(self.wall.now().timestamp())
