"""Credit cards: the line of credit, the bill, what pays it; and what stands on the shelf."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.bank import town
from weiyin.bank import credit, products
from weiyin.bank.core import Balance, DepositRate, Statement, WealthProduct
from weiyin.bank.credit import CreditTerms
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.officer import Movement, Officer
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.storage.store import Store


def _bill(store: Store, core: EmbeddedCore, month: str | None = None) -> Statement:
    return store.read(lambda reader: core.books(reader).statement(town.CREDIT_CARD, month))


def _book(store: Store, core: EmbeddedCore, movement: Movement) -> object:
    return store.run(lambda tx: Officer(core).book(tx, [movement]))[0]


def _repay(key: str, fen: int, at: datetime) -> Movement:
    return Movement(
        key, "repayment", at, town.LEI.account_no, town.CREDIT_ACCOUNT, Money(fen), "还款"
    )


def test_what_is_owed_and_what_is_left(store: Store, core: EmbeddedCore) -> None:
    balance = store.read(lambda r: core.books(r).balance(town.CREDIT_ACCOUNT))
    assert balance == Balance(town.CREDIT_ACCOUNT, Money(-821_455), Money(1_178_545), Money(0))


def test_nothing_beyond_the_line(store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
    refusal = _book(store, core, town.purchase("over", 1_178_546, clock.now()))
    assert isinstance(refusal, NotAllowed)
    assert refusal.rule == "funds"


def test_a_bill_and_its_payment(store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
    bill = _bill(store, core)
    assert (bill.month, bill.bill_day, bill.due_day) == (
        "2026-07", date(2026, 7, 5), date(2026, 7, 25)
    )  # fmt: skip
    assert (bill.amount, bill.minimum, bill.paid) == (Money(821_455), Money(82_146), Money(0))
    assert bill.status == "open"
    assert [(line.amount, line.other) for line in bill.lines] == [(Money(-821_455), "示例电器商城")]
    _book(store, core, _repay("r1", 800_000, clock.now()))
    _book(store, core, town.purchase("next", 5_000, clock.now()))
    assert (_bill(store, core).paid, _bill(store, core).status) == (Money(800_000), "open")
    _book(store, core, _repay("r2", 21_455, clock.now()))
    assert _bill(store, core).status == "settled"


def test_overdue_only_below_the_minimum(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    clock.set(datetime(2026, 7, 25, 23, 59, tzinfo=SHANGHAI))
    assert _bill(store, core).status == "open"
    clock.advance(timedelta(minutes=1))
    assert _bill(store, core).status == "overdue"
    _book(store, core, _repay("r", 82_146, clock.now()))
    assert _bill(store, core).status == "open"


def test_each_month_has_its_own_lines(store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
    _book(store, core, _repay("r", 821_455, clock.now()))
    _book(store, core, town.purchase("p2", 9_900, clock.now()))
    later = datetime(2026, 8, 6, 0, 0, 1, tzinfo=SHANGHAI)
    _book(store, core, town.purchase("p3", 100, later))
    for new in (1, 0):
        closed = store.run(lambda tx: Officer(core).close_statements(tx, date(2026, 8, 5)))
        assert closed == new
    august, july = _bill(store, core), _bill(store, core, "2026-07")
    assert (august.amount, august.paid) == (Money(9_900), Money(0))
    assert [line.amount for line in august.lines] == [Money(-9_900), Money(821_455)]
    assert (july.paid, july.status) == (Money(821_455), "settled")
    for day in (date(2026, 8, 6), date(2026, 1, 4), date(2025, 12, 5)):  # the last: not open yet
        assert store.run(lambda tx, d=day: Officer(core).close_statements(tx, d)) == 0
    with pytest.raises(NotFound):
        _bill(store, core, "2026-01")


def test_impossible_terms(store: Store, core: EmbeddedCore) -> None:
    for terms in (
        CreditTerms(Money(1), 29),
        CreditTerms(Money(-1), 5),
        CreditTerms(Money(1), 5, 0),
    ):
        with pytest.raises(BadInput):
            store.run(
                lambda tx, t=terms: credit.open_credit(tx, core.book, "K9", "C1", t, town.START)
            )


def test_rates_by_their_day(store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
    rates = [
        DepositRate("整存整取一年", 12, 95, date(2026, 5, 20)),
        DepositRate("活期", 0, 3, date(2026, 7, 21)),
    ]
    store.run(lambda tx: Officer(core).set_rates(tx, rates))

    def look() -> list[tuple[str, int]]:
        seen = store.read(lambda reader: core.books(reader).deposit_rates())
        return [(rate.name, rate.annual_bp) for rate in seen]

    assert look() == [("活期", 5), ("整存整取一年", 95)]
    clock.advance(timedelta(hours=14))
    assert look() == [("活期", 3), ("整存整取一年", 95)]


def test_the_shelf_keeps_its_order(store: Store, core: EmbeddedCore) -> None:
    shelf = [
        WealthProduct(code, code, "R1", 0, "2%", Money(100), "每日") for code in ("Z", "A", "W1")
    ]
    store.run(lambda tx: Officer(core).list_products(tx, shelf))
    assert store.read(lambda reader: core.books(reader).wealth_products()) == tuple(shelf)
    with pytest.raises(BadInput):
        odd = WealthProduct("B", "B", "R9", 0, "", Money(1), "")
        store.run(lambda tx: products.list_products(tx, core.book, [odd]))
