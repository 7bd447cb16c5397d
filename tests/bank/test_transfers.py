"""Transfers: what is refused and in which words, the day's limit, the parcels that tell of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from tests.bank import town
from tests.checks import Sabotage
from weiyin.bank import accounts, cards, customers
from weiyin.bank.accounts import AccountStatus
from weiyin.bank.cards import NewCard
from weiyin.bank.core import CardKind, CardStatus, TopupOrder, TransferOrder
from weiyin.bank.customers import CustomerStatus
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.transfers import dry_run
from weiyin.base.clock import ManualClock
from weiyin.base.errors import NotAllowed, NotFound, Refused
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

SABOTAGE = {
    "M07": Sabotage(
        "src/weiyin/bank/parties.py",
        "return int(party.spent) if party.day == self._counted_on(party) else 0",
        "return 0",
    ),
}

_PARCELS = sql("SELECT oa, key, payload FROM outbox WHERE topic='entry' ORDER BY key")


def _refusal(store: Store, core: EmbeddedCore, order: TransferOrder) -> Refused:
    with pytest.raises(Refused) as refused:
        store.run(lambda tx: core.books(tx).transfer(order))
    return refused.value


def test_receipt_and_both_statements(store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
    receipt = store.run(lambda tx: core.books(tx).transfer(town.order("k", 12_345)))
    assert (receipt.status, receipt.note) == ("posted", "转账成功")
    assert (receipt.amount, receipt.balance) == (Money(12_345), Money(987_655))
    assert receipt.at == clock.now()
    read = store.read
    mine = read(lambda r: core.books(r).entries(town.LEI.account_no, None, None, 1))[0]
    theirs = read(lambda r: core.books(r).entries(town.MEI.account_no, None, None, 1))[0]
    assert (mine.amount, mine.other, mine.memo) == (Money(-12_345), "*梅梅", "饭钱")
    assert (theirs.amount, theirs.other, theirs.kind) == (Money(12_345), "*小雷", "transfer")
    assert theirs.balance == Money(1_012_345)


def test_each_customer_account_gets_a_parcel(store: Store, core: EmbeddedCore) -> None:
    receipt = store.run(lambda tx: core.books(tx).transfer(town.order("k", 500)))
    parcels = store.read(lambda reader: reader.all(_PARCELS))
    assert [(oa, key) for oa, key, _ in parcels] == [
        ("", f"{receipt.entry_no}:{town.LEI.account_no}"),
        ("", f"{receipt.entry_no}:{town.MEI.account_no}"),
    ]
    told = msgspec.json.decode(parcels[0][2])
    assert told == {
        "book": town.BOOK, "entry_no": receipt.entry_no, "account_no": town.LEI.account_no,
        "customer_no": town.LEI.customer_no, "kind": "transfer", "amount_fen": -500,
        "currency": "CNY", "balance_fen": 999_500, "at_us": told["at_us"], "other": "*梅梅",
        "memo": "饭钱",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"to_account": town.LEI.account_no, "to_name": town.LEI.name}, "self"),
        ({"to_name": "韩美美"}, "payee"),
        ({"amount": Money(500_001)}, "daily_limit"),
        ({"amount": Money(100, "USD")}, "currency"),
        ({"from_account": town.CREDIT_ACCOUNT}, "kind"),
    ],
)
def test_rules(store: Store, core: EmbeddedCore, changed: dict[str, object], rule: str) -> None:
    refusal = _refusal(store, core, replace(town.order("k"), **changed))  # type: ignore[arg-type]
    assert isinstance(refusal, NotAllowed)
    assert refusal.rule == rule
    assert refusal.heard
    assert town.balance(store, core, town.LEI) == 1_000_000


@pytest.mark.parametrize(
    "changed",
    [
        {"customer_no": town.MEI.customer_no},
        {"from_account": "no-such"},
        {"to_account": "no-such"},
        {"to_account": town.CREDIT_ACCOUNT, "to_name": town.LEI.name},
        {"to_account": "H-CASH"},
    ],
)
def test_another_s_account_is_not_found(
    store: Store, core: EmbeddedCore, changed: dict[str, object]
) -> None:
    assert type(_refusal(store, core, replace(town.order("k"), **changed))) is NotFound  # type: ignore[arg-type]


def test_a_typed_name_may_be_fullwidth_and_spaced(store: Store, core: EmbeddedCore) -> None:
    order = replace(town.order("k"), to_name=" 韩　梅梅 ")
    assert store.run(lambda tx: core.books(tx).transfer(order)).status == "posted"


def test_frozen_and_closed(store: Store, core: EmbeddedCore) -> None:
    book, no = core.book, town.LEI.account_no
    store.run(lambda tx: accounts.set_status(tx, book, no, AccountStatus.FROZEN))
    refusal = _refusal(store, core, town.order("k1"))
    assert (refusal.rule, refusal.heard) == ("frozen", "该账户已冻结，暂不能付款")  # type: ignore[attr-defined]
    back = town.order("k2", 100, town.MEI, town.LEI)
    assert store.run(lambda tx: core.books(tx).transfer(back)).status == "posted"
    store.run(lambda tx: accounts.set_status(tx, book, no, AccountStatus.CLOSED))
    assert _refusal(store, core, replace(back, key="k3")).rule == "closed"  # type: ignore[attr-defined]


@pytest.mark.parametrize("status", [CardStatus.LOST, CardStatus.FROZEN, CardStatus.CLOSED])
def test_an_account_without_a_usable_card_pays_nobody(
    store: Store, core: EmbeddedCore, status: CardStatus
) -> None:
    """The thief of a phone and the finder of a card are stopped by one call to the bank."""
    book, first, second = core.book, f"card-{town.LEI.account_no}", "card-second"
    twin = NewCard(
        second, CardKind.DEBIT, town.pan(77), "示范借记卡", town.LEI.account_no,
        town.LEI.customer_no,
    )  # fmt: skip
    store.run(lambda tx: cards.issue(tx, core.sealer, book, twin, town.START))
    store.run(lambda tx: cards.set_status(tx, book, first, status))
    assert store.run(lambda tx: core.books(tx).transfer(town.order("k1"))).status == "posted"
    store.run(lambda tx: cards.set_status(tx, book, second, status))
    assert _refusal(store, core, town.order("k2")).rule == "frozen"  # type: ignore[attr-defined]
    topup = TopupOrder("k3", town.LEI.customer_no, town.LEI.account_no, "13800001111", Money(5_000))
    with pytest.raises(NotAllowed):
        store.run(lambda tx: core.books(tx).topup(topup))
    back = town.order("k4", 100, town.MEI, town.LEI)
    assert store.run(lambda tx: core.books(tx).transfer(back)).status == "posted"
    store.run(lambda tx: cards.set_status(tx, book, second, CardStatus.ACTIVE))
    assert _refusal(store, core, town.order("k5")).rule == "frozen"  # type: ignore[attr-defined]


def test_customer_s_standing(store: Store, core: EmbeddedCore) -> None:
    who = town.LEI.customer_no
    store.run(lambda tx: customers.set_status(tx, core.book, who, CustomerStatus.FROZEN))
    assert _refusal(store, core, town.order("k")).rule == "frozen"  # type: ignore[attr-defined]
    store.run(lambda tx: customers.set_status(tx, core.book, who, CustomerStatus.CLOSED))
    back = town.order("k2", 100, town.MEI, town.LEI)
    assert _refusal(store, core, back).rule == "closed"  # type: ignore[attr-defined]


def test_the_limit_is_of_a_shanghai_day(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    def send(key: str, fen: int) -> None:
        store.run(lambda tx: core.books(tx).transfer(town.order(key, fen)))

    send("k1", 500_000)
    assert "今日还可转出0.00元" in _refusal(store, core, town.order("k2", 1)).heard
    clock.advance(timedelta(hours=13, minutes=59, seconds=59))  # one second before midnight
    assert _refusal(store, core, town.order("k2", 1))
    clock.advance(timedelta(seconds=1))
    send("k2", 400_000)
    refusal = _refusal(store, core, town.order("k3", 100_001))
    assert refusal.heard == "超过当日累计转账限额，今日还可转出1,000.00元"


def test_dry_run_answers_and_writes_nothing(store: Store, core: EmbeddedCore) -> None:
    book, blinds, at = core.book, core.blinds, core.clock.now()
    seen = store.read(lambda r: dry_run(r, book, blinds, town.order("k", 77), at))
    assert (seen.amount, seen.balance) == (Money(77), Money(999_923))
    with pytest.raises(NotAllowed):
        store.read(lambda r: dry_run(r, book, blinds, town.order("k", 500_001), at))
    assert town.balance(store, core, town.LEI) == 1_000_000
    assert store.read(lambda r: core.books(r).order_status("k")) is None


def test_many_at_once_are_judged_one_by_one(store: Store, core: EmbeddedCore) -> None:
    orders = [town.order(f"k{n}", 200_000) for n in range(3)]
    orders += [replace(orders[0], amount=Money(1)), orders[1], town.order("k9", 100_000)]
    outcomes = store.run(lambda tx: core.books(tx).transfer_many(orders))
    rules = [getattr(one, "rule", type(one).__name__) for one in outcomes]
    assert rules == ["Receipt", "Receipt", "daily_limit", "KeyReused", "Receipt", "Receipt"]
    assert outcomes[4] == outcomes[1]
    assert town.balance(store, core, town.LEI) == 500_000


def test_m07_two_cards_one_limit(store: Store, core: EmbeddedCore) -> None:
    second = replace(town.LEI, account_no="A2", card_number=town.pan(77))
    card = NewCard("c2", CardKind.DEBIT, second.card_number, "示范借记卡", "A2", "C00001")

    def open_second(tx: object) -> None:
        accounts.open_account(
            tx,
            core.book,
            accounts.NewAccount("A2", "current", "C00001"),
            town.START,  # type: ignore[arg-type]
        )
        cards.issue(tx, core.sealer, core.book, card, town.START)  # type: ignore[arg-type]

    store.run(open_second)
    rich = town.order("rich", 500_000)
    rich = replace(rich, customer_no="C00002", from_account="A00000002", to_account="A2",
                   to_name=town.LEI.name)  # fmt: skip
    store.run(lambda tx: core.books(tx).transfer(rich))

    def send(number: int) -> bool:
        order = town.order(f"k{number}", 100_000, second if number % 2 else town.LEI)
        try:
            store.run(lambda tx: core.books(tx).transfer(order))
        except NotAllowed as refusal:
            assert refusal.rule in {"daily_limit", "funds"}
            return False
        return True

    with ThreadPoolExecutor(50) as crowd:
        assert sum(crowd.map(send, range(50))) == 5
