"""The day's clock: the machine's own, moved from hour to hour for every process of a replay.

The shift stands in eight bytes that all of them map: whoever replays writes it, the others see it
with their next look. Moments move, durations do not.
"""

from __future__ import annotations

import mmap
import struct
from datetime import datetime, timedelta
from pathlib import Path

from weiyin.base.clock import Clock, SystemClock, to_us

_SHIFT = struct.Struct("<q")
_FILE = "clock"


class DayClock:
    """Reads the shift at `file`, which is made if it is not there. `move_to` is one process's."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(_SHIFT.pack(0))
        self._system = SystemClock()
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), _SHIFT.size)

    def now(self) -> datetime:
        (shift_us,) = _SHIFT.unpack(self._shared)
        return self._system.now() + timedelta(microseconds=shift_us)

    def monotonic(self) -> float:
        return self._system.monotonic()

    def move_to(self, moment: datetime) -> None:
        """It is `moment` now. Never back: an hour that took longer than an hour goes on."""
        if moment > self.now():
            self._shared[:] = _SHIFT.pack(to_us(moment) - to_us(self._system.now()))

    def begin_at(self, moment: datetime) -> None:
        """The day begins, wherever the clock stood."""
        self._shared[:] = _SHIFT.pack(to_us(moment) - to_us(self._system.now()))


def day_clock(folder: Path) -> Clock:
    """The clock of the demo home in `folder`: a replayed day's, if one is being replayed there."""
    file = folder / _FILE
    return DayClock(file) if file.is_file() else SystemClock()


def start_day(folder: Path, moment: datetime) -> DayClock:
    """A day begins in that home."""
    clock = DayClock(folder / _FILE)
    clock.begin_at(moment)
    return clock


def end_day(folder: Path) -> None:
    """The home lives by the machine's clock again."""
    (folder / _FILE).unlink(missing_ok=True)
