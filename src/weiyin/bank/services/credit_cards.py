"""The plastic of a credit card: activated, lost and made anew, its passwords."""

from __future__ import annotations

from weiyin.bank.account.controls import access_card
from weiyin.bank.core import Card, CardKind
from weiyin.bank.credit import family, reissue
from weiyin.bank.credit.choices import PasswordKind, put_password
from weiyin.bank.credit.family import Supplementary
from weiyin.bank.credit.reissue import Loss
from weiyin.bank.credit.terms import access_account
from weiyin.bank.service import Service, look, order
from weiyin.base.errors import NotFound
from weiyin.base.money import Money


class CreditCards(Service):
    """`customer_no` is who asks: a card that is not theirs is not found."""

    name = "credit-cards"

    @look
    def family(self, customer_no: str, account_no: str) -> tuple[Supplementary, ...]:
        """The supplementary cards of the account, oldest first."""
        office = self.office
        account = access_account(office.reader, office.book, account_no, customer_no)
        return family.family_of(office, account)

    @order
    def cap(self, key: str, customer_no: str, card_id: str, cap: Money) -> Supplementary:
        """What a supplementary card may spend in a bill's month. Raises NotFound, BadInput."""
        assert key, "an order has a key"
        return family.set_cap(self.office, customer_no, card_id, cap)

    @look
    def match_new(self, customer_no: str, number: str, expiry: str, code: str) -> Card:
        """The own card to be activated. Raises one NotFound for any mismatch, NotAllowed."""
        card = reissue.match(self.office, customer_no, number, expiry, code)
        reissue.check_new(self.office, card)
        return card

    @order
    def activate(self, key: str, customer_no: str, card_id: str, verifier: str) -> Card:
        """`verifier`: of the new query password."""
        assert key, "an order has a key"
        card = self._card(customer_no, card_id)
        reissue.activate(self.office, card)
        self._put(card, PasswordKind.QUERY, verifier)
        return card

    @order
    def lose(self, key: str, customer_no: str, card_id: str, reissue_it: bool) -> Loss:
        """Stopped at once. Raises NotAllowed("card") for one that was lost or closed before."""
        card = self._card(customer_no, card_id)
        return reissue.lose(self.office, key, card, reissue=reissue_it)

    @order
    def put_password(
        self, key: str, customer_no: str, card_id: str, kind: PasswordKind, verifier: str
    ) -> Card:
        assert key, "an order has a key"
        card = self._card(customer_no, card_id)
        self._put(card, kind, verifier)
        return card

    def _put(self, card: Card, kind: PasswordKind, verifier: str) -> None:
        office = self.office
        put_password(office.tx, office.book, card.account_no, kind, verifier, office.today)

    def _card(self, customer_no: str, card_id: str) -> Card:
        card = access_card(self.office.reader, self.office.book, customer_no, card_id)
        if card.kind is not CardKind.CREDIT:
            raise NotFound(f"credit card {card_id}")
        return card
