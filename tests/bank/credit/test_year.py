"""A year of a card, closed day by day; and a day closed twice is closed once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

import pytest

from tests.bank import town
from weiyin.bank.close.machine import close_in
from weiyin.bank.credit import repay, spending
from weiyin.bank.credit.instalments import open_plan
from weiyin.bank.credit.plans import PlanKind, PlanState, plans_of
from weiyin.bank.credit.repay import AutopayKind
from weiyin.bank.credit.sheets import load_sheet, rates_of
from weiyin.bank.credit.terms import find_account
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.officer import Movement, Officer
from weiyin.bank.verify import verify
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx

FIRST = date(2026, 7, 20)
_SUMS = sql(
    "SELECT e.kind, COUNT(*), SUM(-l.amount_fen) FROM ledger_lines l JOIN ledger_entries e"
    " ON e.book=l.book AND e.entry_no=l.entry_no WHERE l.account_no='K00000001' GROUP BY e.kind"
)
_TABLES = ("ledger_entries", "credit_items", "credit_statements", "credit_plans", "credit_points")


class Year:
    """Lives a card's days: spends, salary, and the close after each midnight."""

    def __init__(self, store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
        self.store, self.core, self.clock = store, core, clock

    def live(self, days: int, *, twice: bool = False) -> None:
        for number in range(days):
            day = FIRST + timedelta(days=number)
            self.clock.set(datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI))
            self.store.run(partial(self._day, day=day))
            self.clock.advance(timedelta(hours=13))
            for _ in range(1 + twice):
                self.store.run(partial(close_in, core=self.core, day=day))

    def _day(self, tx: Tx, day: date) -> None:
        office, now = self.core.office(tx), self.clock.now()
        if day.day % 6 == 0:
            fen = 10_000 + 137 * day.day
            key = f"buy-{day}"
            held = spending.authorise(office, key, town.CREDIT_CARD, Money(fen), "示例超市", now)
            done = spending.settle(office, f"{key}:s", held.entry_no, now, Money(fen))
            if day.day == 12:
                spending.refund(office, f"{key}:r", done.entry_no, Money(fen // 2), now)
        if day.day == 1:
            pay = Movement(
                f"pay-{day}", "salary", now, "H-CLEARING", town.LEI.account_no, Money(1_200_000)
            )
            Officer(self.core).book(tx, [pay])

    def sums(self) -> dict[str, tuple[int, int]]:
        rows = self.store.read(lambda reader: reader.all(_SUMS))
        return {kind: (int(count), int(fen)) for kind, count, fen in rows}

    def check(self) -> None:
        """The sheet and the ledger tell the same debt; the books hold."""
        book = self.core.book

        def look(reader: Tx) -> tuple[int, int]:
            sheet = load_sheet(reader, book, town.CREDIT_ACCOUNT, rates_of(reader, book))
            return sheet.owed_fen, find_account(reader, book, town.CREDIT_ACCOUNT).balance_fen

        owed, balance = self.store.read(look)  # type: ignore[arg-type]
        assert owed == -balance
        assert self.store.read(lambda reader: verify(reader, book)) == []

    def dump(self) -> list[object]:
        return self.store.read(
            lambda r: [r.all(sql(f"SELECT * FROM {name} ORDER BY 1, 2, 3")) for name in _TABLES]
        )


@pytest.fixture
def year(store: Store, core: EmbeddedCore, clock: ManualClock) -> Year:
    return Year(store, core, clock)


def _sign(year: Year, kind: AutopayKind) -> None:
    office = year.core.office
    year.store.run(
        lambda tx: repay.sign_autopay(
            office(tx), town.LEI.customer_no, town.CREDIT_ACCOUNT, town.LEI.account_no, kind
        )
    )


def test_a_year_paid_in_full_by_autopay_costs_nothing(year: Year) -> None:
    _sign(year, AutopayKind.FULL)
    year.live(365)
    year.check()
    sums = year.sums()
    assert sums["repayment"][0] == 12
    assert not {"interest", "late_fee"} & set(sums)


def test_a_year_of_minimum_payments_bears_interest_and_no_late_fee(year: Year) -> None:
    _sign(year, AutopayKind.MINIMUM)
    year.live(365)
    year.check()
    sums = year.sums()
    assert "late_fee" not in sums
    count, interest = sums["interest"]
    assert count == 12
    assert 50_000 < interest < 200_000


def test_nothing_paid_brings_a_late_fee_each_month_and_never_more_than_is_owed(
    year: Year, store: Store
) -> None:
    year.live(100)
    year.check()
    assert year.sums()["late_fee"][0] == 4
    account = store.read(lambda r: find_account(r, year.core.book, town.CREDIT_ACCOUNT))
    assert account.available_fen(FIRST) >= 0


def test_a_plan_is_billed_to_its_end(year: Year, store: Store) -> None:
    core = year.core
    _sign(year, AutopayKind.FULL)

    def sign(tx: Tx) -> None:
        account = find_account(tx, core.book, town.CREDIT_ACCOUNT)
        open_plan(core.office(tx), "p", account, PlanKind.BILL, "", Money(700_000), 6)

    store.run(sign)
    year.live(200)
    year.check()
    plan = store.read(lambda r: plans_of(r, core.book, town.CREDIT_ACCOUNT))[0]
    assert (plan.billed, plan.left_fen, plan.state) == (6, 0, PlanState.PAID)
    sums = year.sums()
    assert sums["instalment_due"] == (6, 700_000)  # 5 parts of 1,166.66 and one of 1,166.70
    assert sums["instalment_fee"] == (6, 6 * 5_250)
    assert "interest" not in sums


def test_a_day_closed_twice_is_closed_once(year: Year) -> None:
    year.live(40, twice=True)
    before = year.dump()
    for number in range(40):
        day = FIRST + timedelta(days=number)
        year.store.run(partial(close_in, core=year.core, day=day))
    assert year.dump() == before
    year.check()
