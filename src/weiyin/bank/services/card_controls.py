"""Card controls: what an owner switches on a card, and how much may leave in a day."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank import customers
from weiyin.bank.account import controls
from weiyin.bank.account.controls import Switches
from weiyin.bank.service import Service, look, order
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class Controls:
    """How a card stands now."""

    card_id: str
    locked: bool
    switches: Switches
    daily_limit: Money
    """What may leave by transfer and top-up in a day, over all of the customer's accounts."""


class CardControls(Service):
    """`customer_no` is who asks: a card that is not theirs is not found."""

    name = "card-controls"

    @look
    def controls(self, customer_no: str, card_id: str) -> Controls:
        office = self.office
        card = controls.access_card(office.reader, office.book, customer_no, card_id)
        return Controls(
            card_id,
            controls.is_locked(office.reader, office.book, card),
            controls.switches_of(office.reader, office.book, card_id),
            customers.daily_limit(office.reader, office.book, customer_no),
        )

    @order
    def lock(self, key: str, customer_no: str, card_id: str) -> Controls:
        office = self.office
        card = controls.access_card(office.tx, office.book, customer_no, card_id)
        controls.lock(office.tx, office.book, card, key, office.now)
        return self.controls(customer_no, card_id)

    @order
    def unlock(self, key: str, customer_no: str, card_id: str) -> Controls:
        """For somebody who was just proved to be the owner."""
        office = self.office
        card = controls.access_card(office.tx, office.book, customer_no, card_id)
        controls.unlock(office.tx, office.book, card, key, office.now)
        return self.controls(customer_no, card_id)

    @order
    def report_loss(self, key: str, customer_no: str, card_id: str, reason: str) -> Controls:
        """The card is never used again; `reason`: `lost`, `stolen` or `leaked`."""
        office = self.office
        card = controls.access_card(office.tx, office.book, customer_no, card_id)
        controls.report_loss(office.tx, office.book, card, reason, key, office.now)
        return self.controls(customer_no, card_id)

    @order
    def change(
        self, key: str, customer_no: str, card_id: str, chosen: Switches, daily_limit: Money
    ) -> Controls:
        """Set all switches of a card and the day's limit of its owner.

        Raises NotAllowed (`limit`) above what a branch has to agree to.
        """
        office = self.office
        card = controls.access_card(office.tx, office.book, customer_no, card_id)
        controls.switch(office.tx, office.book, card, chosen, key, office.now)
        controls.limit(office.tx, office.book, customer_no, daily_limit)
        return self.controls(customer_no, card_id)
