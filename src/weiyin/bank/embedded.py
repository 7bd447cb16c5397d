"""The embedded core: the port spoken by our own ledger, inside the caller's unit of work."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar, cast

from weiyin.bank import cards, credit, customers, history, holds, payees, products
from weiyin.bank.bills.billing import Billing
from weiyin.bank.bills.orders import find_order
from weiyin.bank.bills.status import order_receipt
from weiyin.bank.core import (
    Balance,
    Card,
    CustomerFacts,
    DepositRate,
    EntryLine,
    HoldOrder,
    Payee,
    PayeeEntry,
    Receipt,
    Statement,
    TopupOrder,
    Totals,
    TransferOrder,
    WealthProduct,
)
from weiyin.bank.customers import Blinds
from weiyin.bank.ledger import find_by_key
from weiyin.bank.payments.orders import find_payment
from weiyin.bank.payments.status import payment_status
from weiyin.bank.receipts import receipt_of
from weiyin.bank.service import Office, Service, scope_of
from weiyin.bank.spending import hold_for
from weiyin.bank.topup import find_topup, topup, topup_status
from weiyin.bank.transfers import transfer_many
from weiyin.base.clock import Clock, shanghai_day
from weiyin.base.errors import Refused
from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.base.money import Money
from weiyin.storage.idempotency import is_known
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Reader, Tx

S = TypeVar("S", bound=Service)


class EmbeddedCore:
    """One bank's books in our own store. `bank` is the name printed beside a payee."""

    atomic = True

    def __init__(
        self, book: str, clock: Clock, sealer: Sealer, *, bank: str = "本行",
        rng: Rng = SYSTEM_RNG, billing: Billing | None = None,
    ) -> None:  # fmt: skip
        self.book, self.clock, self.sealer, self.bank, self.rng = book, clock, sealer, bank, rng
        self.blinds = Blinds(sealer)
        self.billing = billing or Billing()

    def books(self, tx: Reader) -> EmbeddedBooks:
        """Orders need the `Tx` of a unit of work; looking needs a `Reader` only."""
        return EmbeddedBooks(self, tx)

    def office(self, tx: Reader, *, quiet: bool = False) -> Office:
        """What a service, or a step of the daily close, works with."""
        return Office(
            self.book, self.bank, tx, self.clock, self.sealer, self.blinds, self.rng, quiet,
            self.billing,
        )  # fmt: skip


class EmbeddedBooks:
    """`core.Books` on one transaction; not to be kept beyond it."""

    def __init__(self, core: EmbeddedCore, reader: Reader) -> None:
        self._core, self._reader = core, reader
        self._book, self._rng = core.book, core.rng

    def identify_debit(self, card_number: str, name: str, id_number: str, phone: str) -> Card:
        return cards.identify_debit(
            self._reader, self._core.blinds, self._book, card_number, name, id_number, phone
        )

    def identify_credit(self, id_number: str, phone: str) -> tuple[Card, ...]:
        return cards.identify_credit(self._reader, self._core.blinds, self._book, id_number, phone)

    def reserved_phone(self, customer_no: str) -> str:
        return customers.reserved_phone(self._reader, self._core.sealer, self._book, customer_no)

    def customer(self, customer_no: str) -> CustomerFacts:
        return customers.facts(self._reader, self._core.sealer, self._book, customer_no)

    def standing(self, customer_no: str) -> str:
        return customers.standing(self._reader, self._book, customer_no)

    def cards(self, customer_no: str) -> tuple[Card, ...]:
        return cards.cards_of(self._reader, self._book, customer_no)

    def card(self, card_id: str) -> Card:
        return cards.card(self._reader, self._book, card_id)

    def balance(self, account_no: str) -> Balance:
        return history.balance(self._reader, self._book, account_no)

    def entries(
        self, account_no: str, since: datetime | None, until: datetime | None, limit: int,
        before: str | None = None,
    ) -> list[EntryLine]:  # fmt: skip
        return history.entries(self._reader, self._book, account_no, since, until, limit, before)

    def totals(self, account_no: str, since: datetime | None, until: datetime | None) -> Totals:
        return history.totals(self._reader, self._book, account_no, since, until)

    def find_payee(self, number: str, name: str) -> Payee:
        core = self._core
        return payees.find_payee(self._reader, core.blinds, self._book, core.bank, number, name)

    def payees(self, customer_no: str) -> tuple[PayeeEntry, ...]:
        return payees.payees_of(self._reader, self._core.sealer, self._book, customer_no)

    def transfer(self, order: TransferOrder) -> Receipt:
        outcome = self.transfer_many([order])[0]
        if isinstance(outcome, Refused):
            raise outcome
        return outcome

    def transfer_many(self, orders: list[TransferOrder]) -> list[Receipt | Refused]:
        """Each on its own, in one set of statements: for payrolls and other batches."""
        return transfer_many(
            self._tx, self._book, self._core.blinds, orders, self._now(), self._rng
        )

    def topup(self, order: TopupOrder) -> Receipt:
        return topup(self._tx, self._book, self._core.sealer, order, self._now(), self._rng)

    def order_status(self, key: str) -> Receipt | None:
        found = find_topup(self._reader, self._book, self._core.sealer, key)
        if found is not None:
            return topup_status(self._reader, self._book, found)
        posted = find_by_key(self._reader, self._book, key)
        if posted is None:
            return None
        order = find_order(self._reader, self._core.sealer, self._book, key)
        if order is not None:
            return order_receipt(self._core.office(self._reader), order, posted)
        payment = find_payment(self._reader, self._core.sealer, self._book, key)
        return receipt_of(posted) if payment is None else payment_status(payment, posted)

    def knows(self, key: str) -> bool:
        if is_known(self._reader, scope_of(self._book), key):
            return True
        return self.order_status(key) is not None

    def service(self, kind: type[S]) -> S:
        return kind(self._core.office(self._reader))

    def hold(self, order: HoldOrder) -> Receipt:
        posted, _ = hold_for(self._tx, self._book, order, self._now(), self._rng)
        return receipt_of(posted)

    def post_hold(self, key: str, hold_no: str, amount: Money | None = None) -> Receipt:
        return receipt_of(
            holds.post_hold(
                self._tx, self._book, key, hold_no, self._now(), amount=amount, rng=self._rng
            )
        )

    def void_hold(self, key: str, hold_no: str) -> Receipt:
        return receipt_of(
            holds.void_hold(self._tx, self._book, key, hold_no, self._now(), self._rng)
        )

    def statement(self, card_id: str, month: str | None = None) -> Statement:
        card = self.card(card_id)
        today = shanghai_day(self._now())
        return credit.statement(self._reader, self._book, card_id, card.account_no, month, today)

    def wealth_products(self) -> tuple[WealthProduct, ...]:
        return products.wealth_products(self._reader, self._book)

    def deposit_rates(self) -> tuple[DepositRate, ...]:
        return products.deposit_rates(self._reader, self._book, shanghai_day(self._now()))

    @property
    def _tx(self) -> Tx:
        assert hasattr(self._reader, "run"), "an order needs a unit of work, not a reader"
        return cast("Tx", self._reader)

    def _now(self) -> datetime:
        return self._core.clock.now()
