"""Fitting the pace of each line on the waits of the last weeks: once a night, in one pass.

The pace of a set of waits is a ratio estimator, sum(wait * counters) / sum(people before + 1), so
that long queues, which say most, weigh most. A branch's hour has few waits, so it leans on what is
known more broadly (shrinkage): `LEAN` turns of the prior are mixed in, and the prior of a branch's
hour is the bank's hour times how much slower or faster that branch is in general.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from weiyin.base.clock import SHANGHAI, from_us
from weiyin.places.queues.business import Business
from weiyin.places.queues.days import day_number
from weiyin.places.queues.wait import WHOLE_BANK, WHOLE_DAY, Pace, unknown_pace
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

LEAN = 60
"""People-turns of prior: about two busy hours at one counter."""
LOOK_BACK = timedelta(days=28)
_LOW, _HIGH = 0.085, 0.915
"""For four in five: a little wide of a tenth, since the paces were fitted on the same waits."""

# Only waits behind at least one other: before a free counter nobody waits, and that says nothing.
_WAITS = sql("""
    SELECT place_id, business, taken_us, ahead, counters, called_us - taken_us
    FROM queue_tickets
    WHERE book = :book AND day BETWEEN :first AND :last AND called_us IS NOT NULL
      AND line_us = taken_us AND ahead > 0 AND counters > 0
""")
_FORGET = sql("DELETE FROM queue_paces WHERE book = :book")
_PUT = sql("""
    INSERT INTO queue_paces (book, place_id, business, hour, pace_ms, low_permille, high_permille,
                             samples)
    VALUES (:book, :place_id, :business, :hour, :pace_ms, :low_permille, :high_permille, :samples)
""")


@dataclass(frozen=True, slots=True)
class Waited:
    """One wait that was: with `ahead` people before and `counters` open when it began."""

    place_id: str
    business: Business
    hour: int
    ahead: int
    counters: int
    wait_ms: int


Key = tuple[str, Business, int]
"""Place, business, hour; `WHOLE_BANK` and `WHOLE_DAY` for all of them."""


class _Sum:
    """Of one set of waits."""

    __slots__ = ("count", "turns", "work_ms")

    def __init__(self) -> None:
        self.count, self.turns, self.work_ms = 0, 0, 0

    def add(self, waited: Waited) -> None:
        self.count += 1
        self.turns += waited.ahead + 1
        self.work_ms += waited.wait_ms * waited.counters

    def pace_ms(self, prior_ms: float) -> float:
        return (self.work_ms + LEAN * prior_ms) / (self.turns + LEAN)


def fit(waits: Iterable[Waited]) -> dict[Key, tuple[Pace, int]]:
    """(pace, number of waits) of the bank, its hours, its branches and their hours."""
    waits = tuple(waits)
    sums: defaultdict[Key, _Sum] = defaultdict(_Sum)
    for waited in waits:
        for key in _keys(waited):
            sums[key].add(waited)
    means = {key: _mean(sums, key) for key in sums}
    ranges = {business: _range(waits, means, business) for business in Business}
    return {
        key: (Pace(round(mean), *ranges[key[1]]), sums[key].count) for key, mean in means.items()
    }


def refit(tx: Tx, book: str, now: datetime) -> int:
    """Fit the last four weeks and put the paces in place of the old; how many waits were used."""
    waits = waits_before(tx, book, now)
    if not waits:
        return 0
    put_paces(tx, book, fit(waits))
    return len(waits)


def put_paces(tx: Tx, book: str, fitted: Mapping[Key, tuple[Pace, int]]) -> None:
    """Put fitted paces in place of all that were."""
    tx.run(_FORGET, book=book)
    tx.many(_PUT, [_row(book, key, *found) for key, found in fitted.items()])


def waits_before(reader: Reader, book: str, now: datetime) -> list[Waited]:
    """The waits of the four weeks up to yesterday."""
    first, last = day_number(now - LOOK_BACK), day_number(now - timedelta(days=1))
    rows = reader.all(_WAITS, book=book, first=first, last=last)
    return [
        Waited(place_id, Business(business), hour_of(from_us(taken)), ahead, counters, us // 1000)
        for place_id, business, taken, ahead, counters, us in rows
    ]


def hour_of(moment: datetime) -> int:
    return moment.astimezone(SHANGHAI).hour


def _keys(waited: Waited) -> tuple[Key, ...]:
    places, hours = (WHOLE_BANK, waited.place_id), (WHOLE_DAY, waited.hour)
    return tuple((place, waited.business, hour) for place in places for hour in hours)


def _mean(sums: defaultdict[Key, _Sum], key: Key) -> float:
    place, business, hour = key
    bank = sums[WHOLE_BANK, business, WHOLE_DAY].pace_ms(unknown_pace(business).pace_ms)
    factor = 1.0
    if place != WHOLE_BANK:
        factor = sums[place, business, WHOLE_DAY].pace_ms(bank) / bank
    if hour == WHOLE_DAY:
        return bank * factor
    bank_hour = sums[WHOLE_BANK, business, hour].pace_ms(bank)
    return bank_hour if place == WHOLE_BANK else sums[key].pace_ms(bank_hour * factor)


def _range(waits: Sequence[Waited], means: dict[Key, float], business: Business) -> tuple[int, int]:
    misses = sorted(
        _miss(one, means[one.place_id, business, one.hour])
        for one in waits
        if one.business is business
    )
    if not misses:
        return unknown_pace(business).low_permille, unknown_pace(business).high_permille
    last = len(misses) - 1
    low, high = misses[round(_LOW * last)], misses[round(_HIGH * last)]
    return round(1000 * low), round(1000 * high)


def _miss(waited: Waited, mean_ms: float) -> float:
    turns = waited.ahead + 1
    return (waited.wait_ms * waited.counters / (mean_ms * turns) - 1) * math.sqrt(turns)


def _row(book: str, key: Key, pace: Pace, samples: int) -> dict[str, Any]:
    place_id, business, hour = key
    return {
        "book": book,
        "place_id": place_id,
        "business": business.value,
        "hour": hour,
        "pace_ms": pace.pace_ms,
        "low_permille": pace.low_permille,
        "high_permille": pace.high_permille,
        "samples": samples,
    }
