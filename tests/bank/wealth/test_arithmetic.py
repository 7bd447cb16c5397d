"""Units, fees, trading days and interest against tables worked by hand.

The purchase and redemption examples are made in the form in which prospectuses print theirs (the
outside method, 证监基金字〔2007〕10号); holidays are those of the State Council's notice for 2026.
A term deposit of 50,000 at 1.25 % for two years brings 1,250.00 (worked by hand, as is the rest).
"""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiyin.bank.wealth import calendar, dealing, interest
from weiyin.bank.wealth.lots import Lot, oldest
from weiyin.bank.wealth.plans import Every, next_run
from weiyin.base.clock import SHANGHAI
from weiyin.base.money import Money

CUTOFF = time(15)


@pytest.mark.parametrize(
    ("amount", "bp", "nav", "net", "fee", "units"),
    [
        (50_000_00, 150, 10_520, 49_261_08, 738_92, 46_826_12),
        (10_000_00, 150, 12_190, 9_852_22, 147_78, 8_082_21),
        (10_000_00, 0, 10_000, 10_000_00, 0, 10_000_00),
    ],
)
def test_bought(amount: int, bp: int, nav: int, net: int, fee: int, units: int) -> None:
    found = dealing.buy(Money(amount), bp, nav)
    assert (found.net.fen, found.fee.fen, found.units) == (net, fee, units)


def test_redeemed_with_each_part_at_its_own_fee() -> None:
    # 10,000 × 1.0160 = 10,160.00, less 0.5 % (50.80)
    assert dealing.redeem([(10_000_00, 50)], 10_160).paid == Money(10_109_20)
    # 1,000 at 1.5 % and 2,000 free, at 1.2000: 3,600.00 less 18.00
    assert dealing.redeem([(1_000_00, 150), (2_000_00, 0)], 12_000).paid == Money(3_582_00)


@pytest.mark.parametrize(
    ("at", "day", "confirmed"),
    [
        ("2026-07-20T14:59", date(2026, 7, 20), date(2026, 7, 21)),
        ("2026-07-20T15:00", date(2026, 7, 21), date(2026, 7, 22)),
        ("2026-07-24T16:00", date(2026, 7, 27), date(2026, 7, 28)),  # Friday evening
        ("2026-09-30T10:00", date(2026, 9, 30), date(2026, 10, 8)),  # National Day
        ("2026-10-10T10:00", date(2026, 10, 12), date(2026, 10, 13)),  # made-up Saturday
    ],
)
def test_trading_days(at: str, day: date, confirmed: date) -> None:
    found = calendar.dealing_day(datetime.fromisoformat(at).replace(tzinfo=SHANGHAI), CUTOFF)
    assert (found, calendar.later(found, 1)) == (day, confirmed)


def test_runs_of_a_plan_wait_for_a_trading_day() -> None:
    assert next_run(Every.MONTH, 1, date(2026, 9, 15)) == date(2026, 10, 8)
    assert next_run(Every.WEEK, 1, date(2026, 7, 20)) == date(2026, 7, 27)


def test_interest() -> None:
    assert interest.for_months(Money(50_000_00), 125, 24) == Money(1_250_00)
    # 10,000 at 0.05 % for 19 days: 10,000 × 0.0005 × 19 ÷ 360 = 0.26
    days = (date(2026, 6, 21), date(2026, 7, 10))
    assert interest.for_days(Money(10_000_00), 5, *days) == Money(26)


@given(
    st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 10**9)), min_size=1, max_size=8),
    st.data(),
)
def test_lots_are_taken_whole_and_in_order(
    held: list[tuple[int, int]], data: st.DataObject
) -> None:
    first = date(2026, 1, 1)
    lots = [Lot(str(n), first, units, Money(cost)) for n, (units, cost) in enumerate(held)]
    wanted = data.draw(st.integers(1, sum(units for units, _ in held)))
    taken = oldest(lots, wanted)
    assert sum(part.units for part in taken) == wanted
    assert all(part == lot for part, lot in zip(taken[:-1], lots, strict=False))
    assert all(part.cost <= lot.cost for part, lot in zip(taken, lots, strict=False))


@given(st.integers(1, 10**12), st.integers(0, 500), st.integers(1_000, 100_000))
def test_no_fen_is_lost_between_net_and_fee(amount: int, bp: int, nav: int) -> None:
    bought = dealing.buy(Money(amount), bp, nav)
    assert bought.net + bought.fee == Money(amount)
    redeemed = dealing.redeem([(bought.units, bp)], nav)
    assert redeemed.paid + redeemed.fee == dealing.value(bought.units, nav)
