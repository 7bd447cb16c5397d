"""Chores: done when due, once, and late without harm."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.bank import town
from weiyin.bank.chores import Chores, do_chores
from weiyin.bank.core import HoldOrder
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import TOPUP
from weiyin.bank.officer import Officer
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.base.money import Money
from weiyin.storage.store import Store


def test_holds_expire_and_cards_are_billed(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    hold = HoldOrder(
        "h", town.LEI.customer_no, town.LEI.account_no, TOPUP, Money(5), "",
        clock.now() + timedelta(hours=1),
    )  # fmt: skip
    store.run(lambda tx: core.books(tx).hold(hold))
    assert do_chores(store, core) == Chores(0, 7)
    clock.advance(timedelta(hours=1))
    assert [do_chores(store, core) for _ in range(2)] == [Chores(1, 0), Chores(0, 0)]

    for key, day in (("on the day", 5), ("after it", 6)):
        at = datetime(2026, 8, day, 12, tzinfo=SHANGHAI)
        buy = town.purchase(key, 1_000, at)
        store.run(lambda tx, buy=buy: Officer(core).book(tx, [buy]))
    clock.set(datetime(2026, 8, 5, 23, 59, tzinfo=SHANGHAI))
    assert do_chores(store, core).closed == 16
    clock.set(datetime(2026, 8, 9, 3, 0, tzinfo=SHANGHAI))
    assert [do_chores(store, core).closed for _ in range(2)] == [4, 0]
    bill = store.read(lambda r: core.books(r).statement(town.CREDIT_CARD, None))
    # Nobody paid July's bill: a late fee of 5 % of its minimum, interest for 47 days.
    assert (bill.month, bill.amount) == ("2026-08", Money(822_455 + 4_107 + 19_304))
