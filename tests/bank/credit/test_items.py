"""The arithmetic of the credit card, against the figures of `tests/bank/vectors.json`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from weiyin.bank.credit.items import Kind, Line, Sheet
from weiyin.bank.credit.rates import percent, yearly_rate
from weiyin.base.money import Money

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors.json").read_text(encoding="utf-8")
)
HALF_A_PERMILLE = 500
MAY_10 = date(2026, 5, 10)


def rates(first: date, until: date) -> list[tuple[int, int]]:
    return [((until - first).days, HALF_A_PERMILLE)]


def line(seq: int, day: date, fen: int, kind: str = "purchase", about: str = "") -> Line:
    return Line(seq, f"e{seq}", kind, day, fen, about)


def test_interest_on_all_of_it_when_a_bill_is_not_paid_in_full() -> None:
    sheet = Sheet()
    sheet.take(line(1, MAY_10, -100_000), rates)
    sheet.bill("2026-06")
    sheet.take(line(2, date(2026, 6, 20), 10_000, "repayment"), rates)
    assert not sheet.judge("2026-06", date(2026, 6, 21), 0, rates)
    july = sheet.interest(date(2026, 7, 2), rates)
    sheet.bill("2026-07")
    sheet.take(line(3, date(2026, 7, 5), 90_000, "repayment"), rates)
    august = sheet.interest(date(2026, 8, 2), rates)
    assert str(Money(july + august)) == VECTORS["card_full_interest"]["interest"]
    assert sheet.owed_fen == 0


def test_a_bill_paid_in_full_costs_nothing() -> None:
    sheet = Sheet()
    sheet.take(line(1, MAY_10, -100_000), rates)
    sheet.bill("2026-06")
    sheet.take(line(2, date(2026, 6, 20), 100_000, "repayment"), rates)
    assert sheet.judge("2026-06", date(2026, 6, 21), 0, rates)
    assert sheet.interest(date(2026, 7, 2), rates) == 0
    assert sheet.items == []


def test_the_late_fee() -> None:
    case = VECTORS["card_late_fee"]
    missing = Money(case["minimum_due"] * 100) - Money(case["paid"] * 100)
    assert str(missing.share(500, 10_000)) == case["late_fee_5pct"]


def test_interest_free_days_from_the_bill_day_and_the_due_days() -> None:
    bill, due = date(2026, 6, 1), date(2026, 6, 21)
    assert (due - bill).days == 20
    assert (due - date(2026, 5, 2)).days == 50


@pytest.mark.parametrize("case", VECTORS["instalment_irr"], ids=lambda case: case["periods"])
def test_the_yearly_rate_of_an_instalment(case: dict[str, Any]) -> None:
    fee_ppm = Money.parse(case["fee_pct_per_period"]).fen * 100
    rate = yearly_rate(case["periods"], fee_ppm)
    assert (
        f"{rate.nominal_ppm // 10_000}.{rate.nominal_ppm % 10_000:04d}"
        == (case["nominal_annual_pct"])
    )
    assert (
        f"{rate.effective_ppm // 10_000}.{rate.effective_ppm % 10_000:04d}"
        == (case["effective_annual_pct"])
    )
    assert percent(130_342) == "13.03"


def test_money_pays_the_oldest_bill_first_and_fees_before_spending() -> None:
    sheet = Sheet()
    for seq, kind in enumerate(("purchase", "late_fee", "cash_advance", "interest"), 1):
        sheet.take(line(seq, MAY_10, -1_000, kind), rates)
    sheet.bill("2026-06")
    sheet.take(line(5, MAY_10, -1_000), rates)
    left = []
    for seq in range(6, 11):
        sheet.take(line(seq, MAY_10, 1_000, "repayment"), rates)
        left.append([item.kind for item in sheet.items if item.left_fen])
    assert left == [
        [Kind.SPEND, Kind.CASH, Kind.INTEREST, Kind.SPEND],
        [Kind.SPEND, Kind.CASH, Kind.SPEND],
        [Kind.SPEND, Kind.SPEND],
        [Kind.SPEND],
        [],
    ]


def test_a_refund_answers_its_own_spend_and_what_is_over_waits_for_the_next() -> None:
    sheet = Sheet()
    sheet.take(line(1, MAY_10, -1_000), rates)
    sheet.take(line(2, MAY_10, -500), rates)
    sheet.take(line(3, MAY_10, 500, "refund", about="e2"), rates)
    assert [item.entry_no for item in sheet.items] == ["e1"]
    sheet.take(line(4, MAY_10, 1_700, "repayment"), rates)
    assert (sheet.owed_fen, sheet.spare_fen, sheet.items) == (-700, 700, [])
    sheet.take(line(5, MAY_10, -1_000), rates)
    assert (sheet.owed_fen, sheet.spare_fen, sheet.items[0].left_fen) == (300, 0, 300)


def test_cash_bears_interest_from_its_first_day() -> None:
    sheet = Sheet()
    sheet.take(line(1, MAY_10, -100_000, "cash_advance"), rates)
    assert sheet.interest(date(2026, 5, 20), rates) == 500
    assert sheet.interest(date(2026, 5, 20), rates) == 0
