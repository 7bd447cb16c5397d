"""The arithmetic of a loan, against tables worked by hand.

`equal_instalment` of tests/bank/vectors.json: P·i·(1+i)^n / ((1+i)^n − 1) in decimals of fifty
places. The other figures were worked on paper from the rules named in `loans/schedule.py`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weiyin.bank.irr import rate_of
from weiyin.bank.loans.schedule import Method, each_of, parts, shortened, whole
from weiyin.base.money import Money

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors.json").read_text(encoding="utf-8")
)
START = date(2026, 1, 31)


@pytest.mark.parametrize("case", VECTORS["equal_instalment"], ids=lambda case: case["payment"])
def test_equal_instalments(case: dict[str, Any]) -> None:
    bp = Money.parse(case["annual_pct"]).fen
    fen, months = case["principal"] * 100, case["months"]
    assert each_of(Method.EQUAL_INSTALMENT, fen, bp, months) == Money.parse(case["payment"]).fen
    due = list(parts(whole(Method.EQUAL_INSTALMENT, fen, bp, months, START)))
    interest = sum(one.interest_fen for one in due)
    wanted = Money.parse(case["total_interest_unrounded"]).fen
    assert abs(interest - wanted) <= months  # at most a fen a month lies between
    assert rate_of(fen, [one.total_fen for one in due]).nominal_ppm == pytest.approx(
        bp * 100, abs=2
    )


def test_equal_principal_by_hand() -> None:
    """1,200.00 at 6 % over three months: 400 each, and ½ % of 1,200, 800 and 400."""
    due = list(parts(whole(Method.EQUAL_PRINCIPAL, 120_000, 600, 3, START)))
    assert [(one.principal_fen, one.interest_fen, one.left_fen) for one in due] == [
        (40_000, 600, 80_000),
        (40_000, 400, 40_000),
        (40_000, 200, 0),
    ]
    assert [one.due for one in due] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_interest_only_goes_by_days() -> None:
    """100,000.00 at 3.6 %: 10.00 a day, so 28, 31 and 30 days bring 280, 310 and 300."""
    due = list(parts(whole(Method.INTEREST_ONLY, 10_000_000, 360, 3, START)))
    assert [one.interest_fen for one in due] == [28_000, 31_000, 30_000]
    assert [one.principal_fen for one in due] == [0, 0, 10_000_000]


def test_a_fee_at_the_beginning_makes_the_yearly_rate_higher() -> None:
    """100 lent for a year at 6 %, one taken at once: 99 for twelve times 8.6066 is 7.885 %."""
    due = list(parts(whole(Method.EQUAL_INSTALMENT, 10_000_000, 600, 12, START)))
    rate = rate_of(9_900_000, [one.total_fen for one in due])
    assert rate.nominal_ppm // 100 == 788


loans = st.builds(
    whole,
    st.sampled_from(Method),
    st.integers(10_000, 1_000_000_000),
    st.integers(0, 2_400),
    st.integers(1, 360),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)


@settings(max_examples=80, deadline=None)
@given(loans)
def test_principal_sums_to_the_loan_and_what_is_left_never_grows(rest: Any) -> None:
    due = list(parts(rest))
    assert sum(one.principal_fen for one in due) == rest.left_fen
    assert due[-1].left_fen == 0
    left = rest.left_fen
    for one in due:
        assert one.principal_fen >= 0 <= one.interest_fen
        assert one.left_fen == left - one.principal_fen
        left = one.left_fen
    assert [one.due for one in due] == sorted({one.due for one in due})


@settings(max_examples=60, deadline=None)
@given(loans, st.integers(1, 100))
def test_the_same_instalment_on_less_is_paid_sooner(rest: Any, percent: int) -> None:
    if rest.method is Method.INTEREST_ONLY:
        return
    less = replace(rest, left_fen=max(rest.left_fen * (100 - percent) // 100, 1))
    months = shortened(less)
    assert 1 <= months <= rest.months
    due = list(parts(replace(less, months=months)))
    assert sum(one.principal_fen for one in due) == less.left_fen
    assert len(due) == months
