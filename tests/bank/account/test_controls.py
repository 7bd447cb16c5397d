"""Locks and switches against what the bank itself does to a card."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.bank import town
from weiyin.bank import accounts, cards, holds
from weiyin.bank.account import controls
from weiyin.bank.account.controls import Switches, Use
from weiyin.bank.accounts import AccountStatus
from weiyin.bank.core import CardStatus, HoldOrder
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import TOPUP
from weiyin.base.clock import ManualClock
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.storage.store import Store

CARD = f"card-{town.LEI.account_no}"
NO = town.LEI.account_no


def _do(store: Store, core: EmbeddedCore, what: object, key: str = "k") -> None:
    def work(tx: object) -> None:
        card = cards.card(tx, town.BOOK, CARD)  # type: ignore[arg-type]
        what(tx, town.BOOK, card, key, core.clock.now())  # type: ignore[operator]

    store.run(work)


def _status(store: Store) -> AccountStatus:
    return store.read(lambda reader: accounts.status_of(reader, town.BOOK, NO))


def test_unlocking_ends_nothing_that_the_bank_did(store: Store, core: EmbeddedCore) -> None:
    _do(store, core, controls.lock)
    store.run(lambda tx: accounts.set_status(tx, town.BOOK, NO, AccountStatus.FROZEN))
    _do(store, core, controls.unlock)
    assert _status(store) is AccountStatus.FROZEN


def test_a_card_lost_while_locked_stays_stopped(store: Store, core: EmbeddedCore) -> None:
    _do(store, core, controls.lock)
    store.run(lambda tx: cards.set_status(tx, town.BOOK, CARD, CardStatus.LOST))
    assert _status(store) is AccountStatus.FROZEN
    with pytest.raises(NotAllowed):
        _do(store, core, controls.unlock)


def test_what_was_held_before_is_paid_out(store: Store, core: EmbeddedCore) -> None:
    order = HoldOrder("h", town.LEI.customer_no, NO, TOPUP, Money(100))
    held = store.run(lambda tx: core.books(tx).hold(order))
    _do(store, core, controls.lock)
    now = core.clock.now()
    paid = store.run(
        lambda tx: holds.post_hold(tx, town.BOOK, "p", held.entry_no, now, rng=core.rng)
    )
    assert paid.leg(NO).amount_fen == -100
    with pytest.raises(NotAllowed, match="locked"):
        again = HoldOrder("h2", town.LEI.customer_no, NO, TOPUP, Money(100))
        store.run(lambda tx: core.books(tx).hold(again))


def test_another_customers_card_is_not_found(store: Store, core: EmbeddedCore) -> None:
    assert core.book == town.BOOK
    with pytest.raises(NotFound):
        store.read(
            lambda reader: controls.access_card(reader, town.BOOK, town.MEI.customer_no, CARD)
        )


def test_a_use_that_is_off_is_refused(store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
    def use(*uses: Use) -> None:
        store.read(
            lambda reader: controls.check_use(reader, town.BOOK, CARD, frozenset(uses), clock.now())
        )

    chosen = Switches(overseas=False, night=False)
    store.run(
        lambda tx: controls.switch(
            tx, town.BOOK, cards.card(tx, town.BOOK, CARD), chosen, "s", core.clock.now()
        )
    )
    use(Use.ONLINE)
    with pytest.raises(NotAllowed, match="overseas"):
        use(Use.OVERSEAS)
    clock.advance(timedelta(hours=13))  # eleven at night
    with pytest.raises(NotAllowed, match="night"):
        use(Use.ONLINE)
