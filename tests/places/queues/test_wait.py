"""How well a wait is told beforehand, over a simulated month that the fit has not seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from weiyin.base.holidays import is_workday
from weiyin.demo.branches import make_places
from weiyin.demo.queues import waits
from weiyin.places.place import PlaceKind
from weiyin.places.queues.business import Business
from weiyin.places.queues.pace import Waited, fit, refit
from weiyin.places.queues.wait import (
    NO_WAIT,
    WHOLE_BANK,
    WHOLE_DAY,
    Pace,
    Wait,
    expect,
    pace_of,
    unknown_pace,
)
from weiyin.storage.sql import sql

SEED = 2026


def workdays(first: date, days: int) -> list[date]:
    return [day for n in range(days) if is_workday(day := first + timedelta(days=n))]


@dataclass(frozen=True, slots=True)
class Month:
    """Mean errors in seconds; `inside`: the share of waits within the range that was told."""

    ours: float
    people_times_mean: float
    inside: float


@pytest.fixture(scope="module")
def month() -> Iterator[Month]:
    branches = [p for p in make_places(SEED) if p.kind is PlaceKind.BRANCH][::100]
    june, july = workdays(date(2026, 6, 1), 28), workdays(date(2026, 7, 1), 31)
    seen = [one for branch in branches for one in waits(SEED, branch, june)]
    new = [one for branch in branches for one in waits(SEED, branch, july)]
    paces = fit(seen)
    told = [(one, expect(_pace(paces, one), ahead=one.ahead, counters=one.counters)) for one in new]
    mean = {b: _mean_service([one for one in seen if one.business is b]) for b in Business}
    count = len(new)
    assert count > 3_000
    yield Month(
        sum(abs(wait.middle_s - one.wait_ms / 1000) for one, wait in told) / count,
        sum(abs(one.ahead * mean[one.business] - one.wait_ms / 1000) for one in new) / count,
        sum(wait.low_s <= one.wait_ms / 1000 <= wait.high_s for one, wait in told) / count,
    )


def _pace(paces, one: Waited) -> Pace:
    bank = (WHOLE_BANK, one.business, WHOLE_DAY)
    return paces.get((one.place_id, one.business, one.hour), paces[bank])[0]


def _mean_service(seen: list[Waited]) -> float:
    """What a counter took for a person on average, in seconds."""
    work = sum(one.wait_ms * one.counters for one in seen)
    return work / sum(one.ahead + 1 for one in seen) / 1000


def test_the_error_is_a_third_below_people_times_mean(month: Month) -> None:
    assert month.ours < month.people_times_mean * 2 / 3


def test_four_in_five_fall_inside_the_range(month: Month) -> None:
    assert 0.77 <= month.inside <= 0.85


def test_a_line_before_open_counters() -> None:
    pace = Pace(300_000, -600, 800)
    assert expect(pace, ahead=3, counters=2) == Wait(420, 600, 840)
    assert expect(pace, ahead=0, counters=2, serving=1) == NO_WAIT
    assert expect(pace, ahead=0, counters=2, serving=2) == Wait(60, 150, 270)
    assert expect(pace, ahead=3, counters=0) is None
    assert Wait(420, 600, 840).words() == "约需7-14分钟"
    assert Wait(30, 100, 200).words() == "约需4分钟以内"
    assert NO_WAIT.words() == "马上就到"


def test_paces_are_fitted_out_of_the_tickets_and_lean_on_the_bank(store, clock) -> None:
    now = clock.now()
    put = sql("""
        INSERT INTO queue_tickets (book, place_id, day, ticket_no, business, state, oa, openid,
            customer_no, taken_us, line_us, called_us, counter, ahead, counters, seq, told)
        VALUES ('demo', :place_id, 20260717, :no, 'personal', 'done', '', '', '', :taken, :taken,
            :called, '1', 4, 2, 1, 0)
    """)
    taken = 1_784_253_600_000_000  # ten in the morning of Friday 17 July 2026
    rows = [
        {"place_id": place, "no": f"A{n}", "taken": taken, "called": taken + seconds * 1_000_000}
        for place, seconds in (("B1", 500), ("B2", 1000))
        for n in range(100)
    ]
    store.run(lambda tx: tx.many(put, rows))
    assert store.run(lambda tx: refit(tx, "demo", now)) == 200

    def pace(place_id: str, hour: int) -> int:
        return store.read(lambda r: pace_of(r, "demo", place_id, Business.PERSONAL, hour)).pace_ms

    assert pace("B1", 10) < pace("elsewhere", 10) < pace("B2", 10)
    assert pace("B1", 15) < pace("B2", 15)  # its day, for an hour never seen
    assert 200_000 <= pace("B1", 10) < 240_000
    assert store.read(lambda r: pace_of(r, "other", "B1", Business.PERSONAL, 10)) == unknown_pace(
        Business.PERSONAL
    )
