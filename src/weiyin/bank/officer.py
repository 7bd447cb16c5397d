"""The back office: the doors by which customers, accounts, cards, products and history come in.

Everything goes the ledger's own way: no door writes a balance. History is posted with its own
dates, in order of time, and told to nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from weiyin.bank import cards, customers, house, payees, products
from weiyin.bank.accounts import CURRENT, NewAccount, open_account
from weiyin.bank.cards import NewCard
from weiyin.bank.core import CardKind, DepositRate, PayeeEntry, WealthProduct
from weiyin.bank.credit.bills import billed_on, close_statement
from weiyin.bank.credit.terms import CreditTerms, open_credit
from weiyin.bank.customers import NewCustomer
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.ledger import post_many
from weiyin.bank.postings import Leg, Posted, Posting
from weiyin.bank.services.trade_passwords import TradePasswords
from weiyin.base.errors import BadInput, Refused
from weiyin.base.ids import row_id
from weiyin.base.money import Money
from weiyin.storage.store import Tx

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Movement:
    """Money from one account to another at a moment; `payer_sees` the other side, and the payee.

    Accounts of the bank itself are named in `house`. `key` makes it once only.
    """

    key: str
    kind: str
    at: datetime
    payer: str
    payee: str
    amount: Money
    memo: str = ""
    payer_sees: str = ""
    payee_sees: str = ""


class Officer:
    """Works on the books of one core; every method inside the caller's unit of work."""

    def __init__(self, core: EmbeddedCore) -> None:
        self._core, self._book, self._sealer = core, core.book, core.sealer

    def open_house(self, tx: Tx, at: datetime) -> None:
        """The bank's own accounts: first of all."""
        house.open_house(tx, self._book, at)

    def register(self, tx: Tx, new: NewCustomer, at: datetime) -> None:
        customers.register(tx, self._sealer, self._book, new, at)

    def open_debit(self, tx: Tx, card: NewCard, at: datetime) -> None:
        """A current account that never goes below zero, and the card to it."""
        if card.kind is not CardKind.DEBIT:
            raise BadInput("card", "借记账户只能配借记卡")
        open_account(tx, self._book, NewAccount(card.account_no, CURRENT, card.customer_no), at)
        self.issue(tx, card, at)

    def open_credit(self, tx: Tx, card: NewCard, terms: CreditTerms, at: datetime) -> None:
        if card.kind is not CardKind.CREDIT:
            raise BadInput("card", "信用账户只能配信用卡")
        open_credit(tx, self._book, card.account_no, card.customer_no, terms, at)
        self.issue(tx, card, at)

    def issue(self, tx: Tx, card: NewCard, at: datetime) -> None:
        """A further card to an account that is there."""
        cards.issue(tx, self._sealer, self._book, card, at)

    def add_payee(self, tx: Tx, customer_no: str, entry: PayeeEntry, at: datetime) -> None:
        payees.put_payee(tx, self._sealer, self._book, customer_no, entry, at)

    def set_trade_password(self, tx: Tx, customer_no: str, password: str) -> None:
        """As at a counter. Raises BadInput for one that is too simple."""
        key = f"password:{row_id(self._core.clock.now(), self._core.rng)}"
        self._core.books(tx).service(TradePasswords).put(key, customer_no, password)

    def set_daily_limit(self, tx: Tx, customer_no: str, limit: Money) -> None:
        customers.set_daily_limit(tx, self._book, customer_no, limit)

    def list_products(self, tx: Tx, shelf: Sequence[WealthProduct]) -> None:
        products.list_products(tx, self._book, shelf)

    def set_rates(self, tx: Tx, rates: Sequence[DepositRate]) -> None:
        products.set_rates(tx, self._book, rates)

    def close_statements(self, tx: Tx, bill_day: date) -> int:
        """Bill every card whose bill day this is; how many bills were new."""
        office, done, after = self._core.office(tx, quiet=True), 0, ""
        while accounts := billed_on(office, bill_day, after, _AT_ONCE):
            done += sum(close_statement(office, no, bill_day) for no in accounts)
            after = accounts[-1]
        return done

    def book(
        self, tx: Tx, movements: Sequence[Movement], *, quiet: bool = True
    ) -> list[Posted | Refused]:
        """Post them in this order, hundreds in one unit; `quiet` tells no customer of it."""
        postings = [_posting(movement) for movement in movements]
        return post_many(tx, self._book, postings, self._core.rng, quiet=quiet)


def _posting(movement: Movement) -> Posting:
    fen = movement.amount.fen
    return Posting(
        key=movement.key,
        kind=movement.kind,
        at=movement.at,
        currency=movement.amount.currency,
        memo=movement.memo,
        legs=(
            Leg(movement.payer, -fen, other=movement.payer_sees),
            Leg(movement.payee, fen, other=movement.payee_sees),
        ),
    )
