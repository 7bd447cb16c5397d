"""What the card scheme asks: a card is used as its owner switched it, whichever kind it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.bank import town
from weiyin.bank import accounts, cards, holds
from weiyin.bank.account.controls import Switches, Use, put_switches
from weiyin.bank.accounts import AccountStatus
from weiyin.bank.cards import NewCard
from weiyin.bank.core import Card, CardKind, CardStatus
from weiyin.bank.credit import caps
from weiyin.bank.credit.plastics import Plastic, PlasticState, put_plastic
from weiyin.bank.credit.terms import find_account
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import CLEARING
from weiyin.bank.officer import Movement, Officer
from weiyin.bank.services.card_feed import Authorised, CardFeed
from weiyin.bank.verify import verify
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.base.errors import Conflict, NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.storage.store import Store, Tx

DEBIT, CREDIT, FAMILY = town.LEI.card_number, town.pan(9001), town.pan(9002)
SHOP = "示例超市"
NIGHT = datetime(2026, 7, 20, 23, 30, tzinfo=SHANGHAI)


class Scheme:
    """The card scheme at the door of the core."""

    def __init__(self, store: Store, core: EmbeddedCore) -> None:
        self.store, self.core, self.asked = store, core, 0

    def ask(self, number: str, fen: int, *uses: Use, key: str = "") -> Authorised:
        return self._order(
            lambda s, own: s.authorise(key or own, number, Money(fen), SHOP, tuple(uses))
        )

    def refused(self, number: str, fen: int, *uses: Use) -> str:
        """The rule by which it is refused; empty when it is not."""
        try:
            self.ask(number, fen, *uses)
        except NotAllowed as refusal:
            return refusal.rule
        return ""

    def settle(self, reference: str, fen: int) -> Authorised:
        return self._order(lambda s, key: s.settle(key, reference, Money(fen)))

    def cancel(self, reference: str) -> Authorised:
        return self._order(lambda s, key: s.cancel(key, reference))

    def refund(self, reference: str, fen: int) -> Authorised:
        return self._order(lambda s, key: s.refund(key, reference, Money(fen)))

    def cash(self, number: str, fen: int) -> Authorised:
        return self._order(lambda s, key: s.take_cash(key, number, Money(fen)))

    def money(self, account_no: str) -> tuple[int, int]:
        found = self.store.read(lambda reader: self.core.books(reader).balance(account_no))
        return found.posted.fen, found.held.fen

    def _order(self, work: Callable[[CardFeed, str], Authorised]) -> Authorised:
        self.asked += 1
        key = f"scheme{self.asked}"
        return self.store.run(lambda tx: work(self.core.books(tx).service(CardFeed), key))


@pytest.fixture
def scheme(store: Store, core: EmbeddedCore) -> Scheme:
    return Scheme(store, core)


def _switch(scheme: Scheme, number: str, **off: bool) -> Card:
    core = scheme.core

    def work(tx: Tx) -> Card:
        found = cards.by_number(tx, core.blinds, core.book, number)
        assert found is not None
        put_switches(tx, core.book, found.card_id, Switches(**off), core.clock.now())
        return found

    return scheme.store.run(work)


@pytest.mark.parametrize("number", [DEBIT, CREDIT], ids=["debit", "credit"])
def test_every_switch_binds_the_card_and_no_other(
    scheme: Scheme, clock: ManualClock, number: str
) -> None:
    other = CREDIT if number == DEBIT else DEBIT
    clock.set(NIGHT)
    for use in Use:
        _switch(scheme, number, **{use.value: False})
        asked = () if use is Use.NIGHT else (use,)
        assert scheme.refused(number, 100, *asked) == use
        assert scheme.refused(other, 100, *asked) == ""
    _switch(scheme, number)
    assert scheme.refused(number, 100, *Use) == ""


def test_a_debit_card_spends_what_it_has(scheme: Scheme) -> None:
    no = town.LEI.account_no
    held = scheme.ask(DEBIT, 600_000, Use.ONLINE)
    assert scheme.money(no) == (1_000_000, 600_000)
    assert scheme.refused(DEBIT, 400_001) == "funds"
    spent = scheme.settle(held.reference, 500_000)
    assert scheme.money(no) == (500_000, 0)
    scheme.refund(spent.reference, 499_999)
    with pytest.raises(Conflict):
        scheme.refund(spent.reference, 2)
    again = scheme.ask(DEBIT, 900)
    scheme.cancel(again.reference)
    with pytest.raises(Conflict):
        scheme.settle(again.reference, 900)
    assert scheme.money(no) == (999_999, 0)
    assert scheme.store.read(lambda reader: verify(reader, town.BOOK)) == []


def test_the_same_message_twice_is_one_authorisation(scheme: Scheme) -> None:
    assert scheme.ask(DEBIT, 500, key="m") == scheme.ask(DEBIT, 500, key="m")
    assert scheme.money(town.LEI.account_no) == (1_000_000, 500)


def test_a_locked_lost_or_unknown_card_spends_nothing(scheme: Scheme) -> None:
    store, book, no = scheme.store, town.BOOK, town.LEI.account_no
    store.run(lambda tx: accounts.set_status(tx, book, no, AccountStatus.LOCKED))
    assert scheme.refused(DEBIT, 100) == "locked"
    store.run(lambda tx: cards.set_status(tx, book, f"card-{no}", CardStatus.LOST))
    assert scheme.refused(DEBIT, 100) == "card"
    with pytest.raises(NotFound):
        scheme.ask(town.pan(777), 100)


def test_spending_counts_against_the_class_not_against_transfers(
    scheme: Scheme, clock: ManualClock
) -> None:
    core, number, who = scheme.core, town.pan(78), town.LEI.customer_no

    def open_second(tx: Tx) -> None:
        new = accounts.NewAccount("L2", accounts.CURRENT_II, who)
        accounts.open_account(tx, core.book, new, town.START)
        card = NewCard("c2", CardKind.DEBIT, number, "Ⅱ类电子账户", "L2", who)
        officer = Officer(core)
        officer.issue(tx, card, town.START)
        given = Movement("fill", "salary", town.START, CLEARING, "L2", Money(3_000_000), "工资")
        officer.book(tx, [given])

    scheme.store.run(open_second)
    held = scheme.ask(number, 1_000_000)
    assert scheme.refused(number, 1) == "class_limit"
    scheme.cancel(held.reference)
    assert scheme.refused(number, 1_000_000) == "", "what was not spent is free again"
    paid = town.order("k", 500_000)
    scheme.store.run(lambda tx: core.books(tx).transfer(paid))  # the whole of the day's limit
    clock.advance(timedelta(days=1))
    assert scheme.refused(number, 1_000_000) == ""


@pytest.fixture
def family(scheme: Scheme) -> Scheme:
    """A supplementary card that may spend 1,000 yuan a bill (of the 5th)."""
    core = scheme.core

    def issue(tx: Tx) -> None:
        card = NewCard(
            "S1", CardKind.CREDIT, FAMILY, "示范信用卡", town.CREDIT_ACCOUNT, town.LEI.customer_no
        )
        Officer(core).issue(tx, card, town.START)
        put_plastic(tx, core.book, Plastic("S1", "*梅", PlasticState.IN_USE, 100_000, ""))

    scheme.store.run(issue)
    return scheme


def test_a_supplementary_card_keeps_to_its_cap(family: Scheme, clock: ManualClock) -> None:
    held = family.ask(FAMILY, 60_000)
    assert family.refused(FAMILY, 40_001) == "cap"
    assert family.refused(CREDIT, 40_001) == "", "the main card has the whole line"
    family.settle(held.reference, 50_000)
    last = family.ask(FAMILY, 50_000)
    assert family.refused(FAMILY, 1) == "cap"
    family.cancel(last.reference)
    family.cash(FAMILY, 49_900)
    assert family.refused(FAMILY, 101) == "cap"
    assert _spent(family) == 99_900
    clock.set(datetime(2026, 8, 5, 23, tzinfo=SHANGHAI))
    assert family.refused(FAMILY, 101) == "cap"
    clock.advance(timedelta(hours=1))
    assert family.refused(FAMILY, 100_000) == "", "the next bill begins"


def test_an_authorisation_that_expired_counts_no_more(family: Scheme, clock: ManualClock) -> None:
    clock.set(datetime(2026, 8, 6, 10, tzinfo=SHANGHAI))
    family.ask(FAMILY, 100_000)
    clock.set(datetime(2026, 9, 5, 12, tzinfo=SHANGHAI))
    book = town.BOOK
    ended = family.store.run(lambda tx: holds.expire_holds(tx, book, clock.now()))
    assert len(ended) == 1
    assert family.refused(FAMILY, 100_000) == ""


def _spent(scheme: Scheme) -> int:
    office = scheme.core.office
    day = scheme.core.clock.now().astimezone(SHANGHAI).date()

    def look(reader: object) -> int:
        found = office(reader)  # type: ignore[arg-type]
        account = find_account(found.reader, found.book, town.CREDIT_ACCOUNT)
        return caps.spent_fen(found, account, "S1", day)

    return scheme.store.read(look)
