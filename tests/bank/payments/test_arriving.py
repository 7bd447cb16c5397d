"""Money from another bank, and what an account of class III takes in by whichever way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from tests.bank import town
from tests.bank.payments.conftest import ICBC, Desk
from weiyin.bank import accounts, customers
from weiyin.bank.accounts import AccountStatus
from weiyin.bank.customers import CustomerStatus
from weiyin.bank.house import CLEARING
from weiyin.bank.officer import Movement, Officer
from weiyin.bank.payments.arriving import Arrival
from weiyin.bank.payments.chores import do_payment_chores
from weiyin.bank.payments.orders import State
from weiyin.bank.payments.routes import Mode
from weiyin.bank.services.clearing_feed import ClearingFeed, Taken
from weiyin.bank.services.collecting import Collecting
from weiyin.bank.verify import verify
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import Conflict, NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.storage.store import Tx

ALL = 1_000_000
FROM_ICBC = Arrival(town.LEI.card_number, town.LEI.name, Money(123_45), "ICBC", "张三丰", "货款")


def arrive(desk: Desk, key: str, arrival: Arrival = FROM_ICBC) -> Taken:
    return desk.order(ClearingFeed, lambda s: s.arrived(key, arrival))


def test_taken_once_and_told_to_the_payee(desk: Desk) -> None:
    before = desk.topics().get("entry", 0)
    assert arrive(desk, "R1") == arrive(desk, "R1")
    assert desk.money() == (ALL + 123_45, 0)
    lei = town.LEI.account_no
    [line] = desk.store.read(lambda r: desk.core.books(r).entries(lei, None, None, 1))
    assert (line.kind, line.memo, line.other) == ("transfer_in", "货款", "*三丰 中国工商银行")
    assert desk.topics()["entry"] == before + 1
    with pytest.raises(Conflict):
        arrive(desk, "R1", replace(FROM_ICBC, amount=Money(1)))
    assert desk.store.read(lambda reader: verify(reader, desk.core.book)) == []


@pytest.mark.parametrize(
    "wrong",
    [{"name": "李小蕾"}, {"number": ICBC}, {"number": town.pan(9001)}],
    ids=["another name", "another bank", "a credit card"],
)
def test_not_taken_for_nobody(desk: Desk, wrong: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        arrive(desk, "R1", replace(FROM_ICBC, **wrong))  # type: ignore[arg-type]
    assert desk.money() == (ALL, 0)
    assert arrive(desk, "R1").amount == FROM_ICBC.amount


def test_a_frozen_account_takes_in_and_a_closed_one_does_not(desk: Desk) -> None:
    lei, book = town.LEI, desk.core.book

    def put(status: AccountStatus) -> None:
        desk.store.run(lambda tx: accounts.set_status(tx, book, lei.account_no, status))

    put(AccountStatus.FROZEN)
    arrive(desk, "R1")
    put(AccountStatus.CLOSED)
    with pytest.raises(NotFound):
        arrive(desk, "R2")
    put(AccountStatus.ACTIVE)
    desk.store.run(
        lambda tx: customers.set_status(tx, book, lei.customer_no, CustomerStatus.CLOSED)
    )
    with pytest.raises(NotFound):
        arrive(desk, "R3")
    assert desk.money() == (ALL + 123_45, 0)


@pytest.fixture
def small(desk: Desk) -> str:
    """韩梅梅's account of class III, with 1,999.99 of the 2,000 yuan that it may hold."""

    def build(tx: Tx) -> None:
        new = accounts.NewAccount("M3", accounts.CURRENT_III, town.MEI.customer_no)
        accounts.open_account(tx, desk.core.book, new, town.START)
        given = Movement("fill", "salary", town.START, CLEARING, "M3", Money(199_999), "工资")
        Officer(desk.core).book(tx, [given])

    desk.store.run(build)
    return "M3"


def _from_outside(desk: Desk, small: str) -> str:
    arrival = replace(FROM_ICBC, number=small, name=town.MEI.name, amount=Money(2))
    try:
        arrive(desk, "R", arrival)
    except NotAllowed as refusal:
        return refusal.rule
    return ""


def _from_here_later(desk: Desk, small: str) -> str:
    made = desk.pay("p", 2, bank="", number=small, name=town.MEI.name, mode=Mode.NORMAL)
    desk.wait(hours=2)
    assert desk.step() == [State.REFUSED]
    assert "余额上限" in desk.progress(made.reference).why
    assert desk.money() == (ALL, 0)
    return "class_balance"


def _pulled(desk: Desk, small: str) -> str:
    who = town.MEI.customer_no
    desk.order(Collecting, lambda s: s.agree("a", who, small, "ICBC", ICBC, Money(2), 21))
    desk.clock.set(datetime(2026, 7, 21, 9, tzinfo=SHANGHAI))
    do_payment_chores(desk.store, desk.core)
    assert desk.step() == [State.REFUSED]
    assert desk.house.pulled == []
    return "class_balance"


@pytest.mark.parametrize("way", [_from_outside, _from_here_later, _pulled])
def test_class_iii_holds_no_more_whoever_pays(
    desk: Desk, small: str, way: Callable[[Desk, str], str]
) -> None:
    assert way(desk, small) == "class_balance"
    assert desk.money(small) == (199_999, 0)
    last_fen = replace(FROM_ICBC, number=small, name=town.MEI.name, amount=Money(1))
    assert arrive(desk, "last", last_fen).amount == Money(1)
