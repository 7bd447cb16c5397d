"""What the clearing house tells unasked: money from another bank, or a payment sent back."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.payments import arriving, ending
from weiyin.bank.payments.arriving import Arrival
from weiyin.bank.payments.orders import find_payment
from weiyin.bank.service import Service, order
from weiyin.base.errors import NotFound
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class SentBack:
    """What was credited to the payer's account."""

    reference: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Taken:
    """What was credited; `reference` is the entry's number."""

    reference: str
    amount: Money


class ClearingFeed(Service):
    """For the bank's own clearing system; no customer's function takes it."""

    name = "clearing-feed"

    @order
    def arrived(self, key: str, arrival: Arrival) -> Taken:
        """Another bank pays one of our customers. `key` is the clearing house's own number.

        Whatever is raised means that nothing was taken: NotFound for no such account of such a
        name, NotAllowed for one that is closed or may not hold so much.
        """
        posted = arriving.take(self.office, f"{key}:in", arrival)
        return Taken(posted.entry_no, arrival.amount)

    @order
    def returned(self, key: str, payment_key: str, why: str) -> SentBack:
        """The other bank returns what it had accepted under `payment_key`. Once.

        Raises NotFound, Conflict for what was not accepted or came back before.
        """
        assert key
        office = self.office
        found = find_payment(office.tx, office.sealer, office.book, payment_key)
        if found is None:
            raise NotFound(f"payment {payment_key}")
        ending.send_back(office.tx, office.book, found, why, office.now, office.rng)
        return SentBack(found.reference, found.amount)
