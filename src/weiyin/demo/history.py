"""What the demo bank's console looks back on: thirty days of asks, by the demo's dice.

Only counts are made up, nobody's questions: a quiet night, a busy noon, quieter weekends.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from weiyin.base.clock import SHANGHAI
from weiyin.demo.dice import Dice
from weiyin.reception.tally import Tallied, put_tallies
from weiyin.storage.store import Tx

DAYS = 30
_HOURS = (1, 1, 0, 0, 0, 1, 3, 8, 16, 24, 26, 22, 28, 25, 20, 18, 17, 18, 16, 18, 20, 16, 9, 4)
"""How many in a thousand of a day's asks come in each hour, times 3."""
_OUTCOMES = (("answer", 52), ("knowledge", 27), ("ask_back", 8), ("choice", 6), ("handoff", 5))
_FUNCTIONS = (
    ("balance_query", 30),
    ("account_detail", 18),
    ("branch_nearby", 12),
    ("cc_bill_query", 14),
    ("transfer_same_bank", 10),
    ("mobile_topup", 8),
    ("deposit_rate_query", 5),
)
_TAPS = (
    ("balance_query", 26),
    ("transaction_query", 17),
    ("cc_bill_query", 15),
    ("branch_nearby", 12),
    ("mobile_topup", 9),
    ("wealth_list", 8),
    ("all_services", 7),
    ("say:转人工", 3),
)
_TOOK = (("20", 62), ("50", 26), ("100", 9), ("200", 2), ("500", 1))


def open_history(tx: Tx, *, oa: str, seed: int, now: datetime) -> None:
    """Counts of the days before today, and of today until now."""
    dice = Dice(seed, "history")
    today = now.astimezone(SHANGHAI)
    for back in range(DAYS, -1, -1):
        day = today.date() - timedelta(days=back)
        last_hour = today.hour if back == 0 else 24
        put_tallies(tx, oa, _day(dice, day, DAYS - back, last_hour))


def _day(dice: Dice, day: date, grown: int, last_hour: int) -> Iterator[Tallied]:
    busy = (60 if day.weekday() >= 5 else 100) * (100 + grown) // 100
    for hour in range(last_hour):
        asks = _HOURS[hour] * busy * (80 + dice.below(41)) // 100 // 20
        yield from _hour(dice, day, hour, asks)


def _hour(dice: Dice, day: date, hour: int, asks: int) -> Iterator[Tallied]:
    def some(what: str, detail: str, count: int) -> Iterator[Tallied]:
        if count:
            yield Tallied(day, hour, what, detail, count)

    yield from some("ask", "text", asks * 8 // 10)
    yield from some("ask", "voice", asks * 2 // 10)
    yield from some("ask", "tap", asks * 3 // 2)
    yield from some("ask", "follow", asks * (2 + dice.below(3)) // 40)
    yield from some("ask", "unfollow", asks * dice.below(3) // 80)
    for name, part in _OUTCOMES:
        yield from some("outcome", name, asks * part // 100)
    yield from some("outcome", "unanswered", asks * (1 + dice.below(3)) // 100)
    for name, part in _FUNCTIONS:
        yield from some("function", name, asks * part // 200)
    for name, part in _TAPS:
        yield from some("tap", name, asks * 3 // 2 * part // 100)
    for bound, part in _TOOK:
        yield from some("took_ms", bound, asks * part // 100)
