"""The lines of branches as they are now: how many wait, how many counters are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.clock import from_us, to_us
from weiyin.places.nearest import among, listed
from weiyin.places.queues.business import Business
from weiyin.places.queues.days import day_number
from weiyin.places.queues.pace import hour_of
from weiyin.places.queues.wait import Wait, expect, pace_of
from weiyin.storage.store import Reader

FRESH = timedelta(minutes=30)
"""A machine silent for longer says nothing about now."""

_LINES_OF = among(
    "SELECT place_id, business, counters, heard_us FROM queue_lines"
    " WHERE book = :book AND heard_us >= :since_us",
    "place_id",
)
_COUNTS_OF = among(
    "SELECT place_id, business, state, count(*) FROM queue_tickets"
    " WHERE book = :book AND day = :day AND business IN ('personal', 'wealth', 'corporate')"
    " AND state IN ('waiting', 'called')",
    "place_id",
    "GROUP BY place_id, business, state",
)


@dataclass(frozen=True, slots=True)
class Line:
    """`waiting` people and `serving` at the `counters` open for a business; told of `at`."""

    business: Business
    waiting: int
    serving: int
    counters: int
    at: datetime
    wait: Wait | None
    """Of whoever comes now; None while no counter is open."""

    def words(self) -> str:
        """`等候8人，约需12-20分钟`."""
        if self.wait is None:
            return f"等候{self.waiting}人，窗口暂停"
        if not self.waiting:
            return "无需等候" if not self.wait.high_s else f"等候0人，{self.wait.words()}"
        return f"等候{self.waiting}人，{self.wait.words()}"


def lines_of(
    reader: Reader, book: str, place_ids: Sequence[str], now: datetime
) -> Mapping[str, tuple[Line, ...]]:
    """The lines of each of these places that a machine told of lately, personal business first."""
    keys = listed(place_ids)
    counts = {
        (place, business, state): count
        for place, business, state, count in reader.all(
            _COUNTS_OF, book=book, keys=keys, day=day_number(now)
        )
    }
    found: defaultdict[str, list[Line]] = defaultdict(list)
    rows = reader.all(_LINES_OF, book=book, keys=keys, since_us=to_us(now - FRESH))
    for place, name, counters, heard_us in sorted(rows, key=lambda row: _order(row[1])):
        business = Business(name)
        waiting, serving = (counts.get((place, name, s), 0) for s in ("waiting", "called"))
        pace = pace_of(reader, book, place, business, hour_of(now))
        wait = expect(pace, ahead=waiting, counters=counters, serving=serving)
        found[place].append(Line(business, waiting, serving, counters, from_us(heard_us), wait))
    return {place: tuple(lines) for place, lines in found.items()}


def line_of(
    reader: Reader, book: str, place_id: str, business: Business, now: datetime
) -> Line | None:
    """One line as it is now, None when its machine has not told of it lately."""
    lines = lines_of(reader, book, [place_id], now).get(place_id, ())
    return next((line for line in lines if line.business is business), None)


def _order(business: str) -> int:
    return list(Business).index(Business(business))
