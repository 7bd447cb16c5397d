"""Cash without a card: reserved by the customer, redeemed by the machines' feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.bank.payments import cardless
from weiyin.bank.payments.cardless import Fate, Withdrawal
from weiyin.bank.service import Service, look, order
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class Reservation:
    """`code` is told once, in the answer to the order that made it."""

    reference: str
    amount: Money
    fate: Fate
    machine: str
    made: datetime
    expires: datetime
    code: str = ""


@dataclass(frozen=True, slots=True)
class Redeemed:
    """Whether the machine gives the notes out; the same answer however often it asks."""

    give_out: bool


class Cardless(Service):
    """`customer_no` must be theirs who asks; `redeem` is for the bank's own machines."""

    name = "cardless"

    @order
    def reserve(self, key: str, customer_no: str, from_account: str, amount: Money) -> Reservation:
        """Hold the sum; the code opens it at any machine of the bank until it expires."""
        code, made = cardless.reserve(self.office, key, customer_no, from_account, amount)
        return _view(made, code)

    @look
    def mine(self, customer_no: str) -> tuple[Reservation, ...]:
        """Newest first, without their codes."""
        return tuple(_view(one) for one in cardless.mine(self.office, customer_no))

    @order
    def cancel(self, key: str, customer_no: str, reference: str) -> Reservation:
        """Let the money go; the reservation as it was. Raises NotFound, NotAllowed."""
        assert key
        return _view(cardless.cancel(self.office, customer_no, reference))

    @order
    def redeem(self, key: str, phone: str, code: str, amount: Money, machine: str) -> Redeemed:
        """A machine's order: `key` is its own number of the try, kept for every repeat."""
        fate = cardless.redeem(self.office, key, phone, code, amount, machine)
        return Redeemed(fate is Fate.PAID)


def _view(one: Withdrawal, code: str = "") -> Reservation:
    return Reservation(
        one.reference, one.amount, one.fate, one.machine, one.made, one.expires, code
    )
