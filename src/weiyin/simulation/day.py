"""One seeded day, lived and judged."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.clock import SHANGHAI
from weiyin.base.ids import SYSTEM_RNG
from weiyin.demo.dice import Dice
from weiyin.simulation.faults import Fault
from weiyin.simulation.loop import DayLoop
from weiyin.simulation.town import Town
from weiyin.simulation.world import World

_FIRST = datetime(2026, 7, 2, tzinfo=SHANGHAI)
_DAYS = 400
"""Days begin on one of so many dates: ends of months and of a year are among them."""
_HOURS = (0, 8, 11, 17, 23)


@dataclass(frozen=True, slots=True)
class Day:
    """`found`: what was wrong, empty for a good day. `trace`: the digest of all that happened."""

    seed: int
    found: tuple[str, ...]
    trace: str
    lines: tuple[str, ...]
    pages: int
    starts: int
    """Processes that were started, two of them by everybody."""
    faults: Counter[Fault]


def live(town: Town, seed: int) -> Day:
    """The day of `seed`: the same whenever it is lived."""
    dice = Dice(seed, "day")
    begins = _FIRST + timedelta(days=dice.below(_DAYS), hours=dice.pick(_HOURS), minutes=55)
    town.clock.begin(begins)
    loop = DayLoop(town.clock)
    with SYSTEM_RNG.replayed(Dice(seed, "house")):
        world = World(town, seed)
        try:
            loop.run_until_complete(world.live())
            found = world.judge()
        except Exception as error:  # noqa: BLE001 - whatever it is, this seed has found it
            found = [*world.diary.found, f"broken: {error!r}"]
        finally:
            _end(loop)
            world.disk.close()
    diary = world.diary
    return Day(
        seed, tuple(found), diary.digest(), tuple(diary.lines), len(diary.pages),
        world.house.starts, world.met(),
    )  # fmt: skip


def _end(loop: asyncio.AbstractEventLoop) -> None:
    """Nobody of this day lives on in the next."""
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.close()
