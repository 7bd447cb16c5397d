"""What the ticket machines of the demo's branches say: a function of branch and time alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from weiyin.base.clock import SHANGHAI, to_us
from weiyin.demo.dice import Dice
from weiyin.places.hours import state_at
from weiyin.places.place import Place, PlaceKind
from weiyin.places.queues import report
from weiyin.storage.store import Tx

EVERY = timedelta(minutes=10)
"""How often to report, so that the queues stay fresh."""

_BUSY_PERCENT = {9: 70, 10: 100, 11: 90, 12: 50, 13: 45, 14: 80, 15: 85, 16: 60}
"""Of the day's peak, by hour in Shanghai."""


def waiting_at(seed: int, branch: Place, at: datetime) -> tuple[int, int]:
    """(people waiting, open counters); nobody waits before a closed door."""
    if not state_at(branch.hours, at).open:
        return 0, 0
    peak = Dice(seed, "peak", branch.place_id).between(3, 26)
    windows = Dice(seed, "windows", branch.place_id).between(2, 5)
    busy = _BUSY_PERCENT.get(at.astimezone(SHANGHAI).hour, 30)
    slot = to_us(at) // (EVERY // timedelta(microseconds=1))
    return Dice(seed, "waiting", branch.place_id, slot).between(0, peak * busy // 100), windows


def report_queues(tx: Tx, book: str, seed: int, places: Iterable[Place], at: datetime) -> None:
    """Let every open branch report. To be called again every `EVERY`."""
    for place in places:
        if place.kind is PlaceKind.BRANCH and state_at(place.hours, at).open:
            waiting, windows = waiting_at(seed, place, at)
            report(tx, book, place.place_id, waiting=waiting, windows=windows, at=at)
