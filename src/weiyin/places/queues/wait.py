"""How long a wait will be, as a middle and a range that holds four in five.

With every counter busy, whoever has n people before them is called at the (n+1)th time that a
counter becomes free, and c counters become free c times as often as one:

    middle = pace * (n + 1) / c                        pace: one counter's time for one person
    range  = middle * (1 + z / sqrt(n + 1))            z: the 10 % and 90 % quantile of what the
                                                       last weeks' waits missed the middle by,
                                                       itself times sqrt(n + 1)

The pace is not the mean time at a counter: people who left, counters that close for lunch and
customers served out of turn are all in it, since it is measured on waits that were (pace.py). The
square root is how the error of a sum of n + 1 independent times shrinks beside the sum.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from weiyin.places.queues.business import Business
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

WHOLE_DAY = -1
WHOLE_BANK = ""

# A branch's own hour, else its day, else the bank's hour, else the bank's day.
_PACE = sql("""
    SELECT pace_ms, low_permille, high_permille FROM queue_paces
    WHERE book = :book AND business = :business AND place_id IN (:place_id, '')
      AND hour IN (:hour, -1)
    ORDER BY place_id DESC, hour DESC LIMIT 1
""")


@dataclass(frozen=True, slots=True)
class Pace:
    """`pace_ms` of one counter for one person; the range's z in thousandths."""

    pace_ms: int
    low_permille: int
    high_permille: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Seconds; `low_s` to `high_s` holds four waits in five."""

    low_s: int
    middle_s: int
    high_s: int

    def words(self) -> str:
        """`约需12-20分钟`; `马上就到` within a minute."""
        low, high = self.low_s // 60, -(-self.high_s // 60)
        if high <= 1:
            return "马上就到"
        return f"约需{low}-{high}分钟" if low else f"约需{high}分钟以内"


NO_WAIT = Wait(0, 0, 0)


def unknown_pace(business: Business) -> Pace:
    """Before there is any history: a usual time, and a wide range."""
    return Pace(business.usual_ms, -800, 800)


def pace_of(reader: Reader, book: str, place_id: str, business: Business, hour: int) -> Pace:
    """The pace of a branch's line at an hour of Shanghai, as far as anything is known of it."""
    row = reader.one(_PACE, book=book, place_id=place_id, business=business.value, hour=hour)
    return Pace(*row) if row else unknown_pace(business)


def expect(pace: Pace, *, ahead: int, counters: int, serving: int | None = None) -> Wait | None:
    """The wait with `ahead` people before; None while no counter is open.

    `serving`: how many are at a counter now, None when that is not known.
    """
    if counters <= 0:
        return None
    if serving is not None and ahead + serving < counters:
        return NO_WAIT
    turns = ahead + 1
    middle = pace.pace_ms * turns / counters / 1000
    spread = middle / math.sqrt(turns) / 1000
    low = max(middle + spread * pace.low_permille, 0.0)
    high = max(middle + spread * pace.high_permille, low)
    return Wait(round(low), round(middle), round(high))
