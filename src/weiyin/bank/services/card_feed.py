"""What the card scheme asks about the bank's cards: may this be spent, it was, it was not."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank import cards, holds, refunds
from weiyin.bank.account import purchases
from weiyin.bank.account.controls import Use
from weiyin.bank.core import Card, CardKind
from weiyin.bank.credit import spending
from weiyin.bank.ledger import find_entry
from weiyin.bank.postings import Posted
from weiyin.bank.service import Service, order
from weiyin.base.errors import NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql

_KIND = sql("SELECT kind FROM ledger_accounts WHERE book=:book AND no=:no AND bucket=0")


@dataclass(frozen=True, slots=True)
class Authorised:
    """`reference` names the authorisation or, once it was settled or refunded, the entry."""

    reference: str
    amount: Money


class CardFeed(Service):
    """For the bank's own card switch; no customer's function takes it.

    `key` is the scheme's own number of the message. What is raised means no: NotFound for no card
    of ours, NotAllowed with the rule (a use that its owner switched off, `locked`, `cap`, `funds`).
    """

    name = "card-feed"

    @order
    def authorise(
        self, key: str, number: str, amount: Money, shop: str, uses: tuple[Use, ...] = ()
    ) -> Authorised:
        """Hold `amount` of the card with this full number. `uses`: how it is being used."""
        office, card = self.office, self._card(number)
        if card.kind is CardKind.DEBIT:
            done = purchases.authorise(office, key, card, amount, shop, frozenset(uses))
        else:
            done = spending.authorise(
                office, key, card.card_id, amount, shop, office.now, frozenset(uses)
            )
        return Authorised(done.entry_no, amount)

    @order
    def settle(self, key: str, reference: str, amount: Money) -> Authorised:
        """The shop takes it, whole or less. Raises NotFound, Conflict when it is over."""
        office = self.office
        if self._is_credit(holds.find_hold(office.tx, office.book, reference).from_account):
            done = spending.settle(office, key, reference, office.now, amount)
        else:
            done = purchases.settle(office, key, reference, amount)
        return Authorised(done.entry_no, amount)

    @order
    def cancel(self, key: str, reference: str) -> Authorised:
        """It was not spent after all. Raises NotFound, Conflict when it is over."""
        office = self.office
        found = holds.find_hold(office.tx, office.book, reference)
        if self._is_credit(found.from_account):
            spending.cancel(office, key, reference, office.now)
        else:
            made = find_entry(office.tx, office.book, reference).at
            purchases.cancel(office, key, reference, made)
        return Authorised(reference, found.amount)

    @order
    def refund(self, key: str, reference: str, amount: Money) -> Authorised:
        """The shop gives back (a part of) a settled spend. Raises Conflict beyond it."""
        office = self.office
        spent: Posted = find_entry(office.tx, office.book, reference)
        give_back = spending if self._is_credit(spent.legs[0].account_no) else refunds
        done = give_back.refund(office, key, reference, amount, office.now)
        return Authorised(done.entry_no, amount)

    @order
    def take_cash(self, key: str, number: str, amount: Money) -> Authorised:
        """At a machine, by credit card. Raises NotAllowed("cash_limit")."""
        office, card = self.office, self._card(number)
        done = spending.take_cash(office, key, card.card_id, amount, office.now)
        return Authorised(done.entry_no, amount)

    def _card(self, number: str) -> Card:
        office = self.office
        card = cards.by_number(office.tx, office.blinds, office.book, number)
        if card is None:
            raise NotFound("no such card")
        return card

    def _is_credit(self, account_no: str) -> bool:
        row = self.office.reader.one(_KIND, book=self.office.book, no=account_no)
        return row is not None and row[0] == "credit"
