"""Payments: money to this bank or another, now or later; taken back before it is sent; followed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.bank.payments import ending, making
from weiyin.bank.payments.banks import BANKS, Bank, bank_name, bank_of
from weiyin.bank.payments.orders import (
    Counterparty,
    Payment,
    State,
    latest_payments,
    payment_of,
    waiting_payments,
)
from weiyin.bank.payments.past import past_transfer
from weiyin.bank.payments.routes import Mode, Route
from weiyin.bank.payments.rules import setting
from weiyin.bank.service import Service, look, order
from weiyin.base.errors import NotFound
from weiyin.base.money import Money

_WAITS_AT_MOST = timedelta(days=10)
"""Longer than any payment waits for its sending, holidays included."""


@dataclass(frozen=True, slots=True)
class PaymentQuote:
    """What a payment made now would be like. `due` is when this bank sends it.

    More than `new_payee_cap` leaves for a new payee delayed only.
    """

    route: Route
    fee: Money
    due: datetime
    new_payee_cap: Money


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment as its payer sees it. `bank` is printed; moments not reached are None."""

    reference: str
    payee_masked: str
    payee_tail: str
    bank: str
    amount: Money
    fee: Money
    memo: str
    mode: Mode
    route: Route
    state: State
    why: str
    made: datetime
    due: datetime
    sent: datetime | None
    ended: datetime | None


class Payments(Service):
    """One customer's payments. `customer_no` must be theirs who asks."""

    name = "payments"

    @look
    def bank_of(self, number: str) -> Bank | None:
        """Whose card this number is, as far as is known; None for this bank's and strangers'."""
        return bank_of(number)

    @look
    def banks(self) -> tuple[Bank, ...]:
        """The other banks that money can be sent to."""
        return tuple(BANKS.values())

    @look
    def quote(self, bank: str, amount: Money, mode: Mode) -> PaymentQuote:
        """To `bank` (a code; empty: this bank). Raises BadInput, NotAllowed("route")."""
        office = self.office
        found = making.quote(office, bank, amount, mode)
        cap = setting(office.reader, office.book, "new_payee_cap_fen", office.today)
        return PaymentQuote(found.route, found.fee, found.due, Money(cap))

    @order
    def pay(
        self, key: str, customer_no: str, from_account: str, bank: str, number: str, name: str,
        amount: Money, mode: Mode, memo: str = "",
    ) -> PaymentView:  # fmt: skip
        """Hold the money and send it when due. `number`: of a card, or as the payee book has it."""
        to = Counterparty(bank, number, name)
        new = making.NewPayment(key, customer_no, from_account, to, amount, mode, memo)
        return self._view(making.make_payment(self.office, new))

    @order
    def cancel(self, key: str, customer_no: str, reference: str) -> PaymentView:
        """Take back what was not sent yet. Raises NotFound, NotAllowed("sent")."""
        assert key
        office = self.office
        found = self._own(customer_no, reference)
        ending.check_cancellable(found, office.now)
        ending.cancel(office.tx, office.book, found, office.now, office.rng)
        return self._view(self._own(customer_no, reference))

    @look
    def progress(self, customer_no: str, reference: str) -> PaymentView:
        """One of the customer's own, held or made at once. Raises NotFound."""
        try:
            return self._view(self._own(customer_no, reference))
        except NotFound as missing:
            office = self.office
            with suppress(NotFound):
                return self._view(past_transfer(office.reader, office.book, customer_no, reference))
            raise missing from None

    @look
    def latest(self, customer_no: str, limit: int) -> tuple[PaymentView, ...]:
        """Newest first."""
        office = self.office
        room = max(0, min(limit, 200))
        found = latest_payments(office.reader, office.sealer, office.book, customer_no, room)
        return tuple(map(self._view, found))

    @look
    def cancellable(self, customer_no: str) -> tuple[PaymentView, ...]:
        """Those that can still be taken back, newest first."""
        office = self.office
        since = office.now - _WAITS_AT_MOST
        found = waiting_payments(office.reader, office.sealer, office.book, customer_no, since)
        return tuple(self._view(one) for one in found if one.due > office.now)

    def _own(self, customer_no: str, reference: str) -> Payment:
        office = self.office
        return payment_of(office.reader, office.sealer, office.book, customer_no, reference)

    def _view(self, one: Payment) -> PaymentView:
        bank = bank_name(one.other.bank) if one.other.bank else self.office.bank
        return PaymentView(
            one.reference, one.other_masked, one.other_tail, bank, one.amount, one.fee, one.memo,
            one.mode, one.route, one.state, one.why, one.made, one.due, one.sent, one.ended,
        )  # fmt: skip
