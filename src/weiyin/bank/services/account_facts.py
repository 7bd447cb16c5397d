"""Accounts as their owner looks at them: what they are, what moved, what there is altogether."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.account import classes, facts, search, term_deposits, year
from weiyin.bank.account.facts import AccountDetail
from weiyin.bank.account.search import FoundLines, Wanted
from weiyin.bank.account.term_deposits import TermDeposit
from weiyin.bank.account.year import Year
from weiyin.bank.core import Card
from weiyin.bank.holdings.source import Holding, holdings_of
from weiyin.bank.service import Service, look, order

MAX_PAGE = 500


@dataclass(frozen=True, slots=True)
class Opened:
    """A new account and the card to it. `number` is whole: for its owner to keep, said once."""

    card: Card
    number: str


class AccountFacts(Service):
    """`customer_no` is who asks: an account that is not theirs is not found."""

    name = "accounts-of"

    @look
    def detail(self, customer_no: str, account_no: str) -> AccountDetail:
        office = self.office
        return facts.detail(office.reader, office.book, customer_no, account_no)

    @look
    def search(
        self, customer_no: str, account_no: str, wanted: Wanted, limit: int, skip: int = 0
    ) -> FoundLines:
        """One page of at most `limit` (and `MAX_PAGE`) lines, newest first."""
        office = self.office
        self.detail(customer_no, account_no)
        room = min(max(limit, 0), MAX_PAGE)
        return search.search(office.reader, office.book, account_no, wanted, room, max(skip, 0))

    @look
    def year(self, customer_no: str, which: int) -> Year:
        """Spending and income of a calendar year, over all accounts and cards of the customer."""
        return year.year_of(self.office.reader, self.office.book, customer_no, which)

    @look
    def holdings(self, customer_no: str) -> tuple[Holding, ...]:
        office = self.office
        return holdings_of(office.reader, office.book, customer_no, office.today)

    @look
    def term_deposits(self, customer_no: str) -> tuple[TermDeposit, ...]:
        return term_deposits.deposits_of(self.office.reader, self.office.book, customer_no)

    @order
    def open_classed(
        self, key: str, customer_no: str, bound_account: str, account_class: int
    ) -> Opened:
        """An account of class 2 or 3, bound to the customer's own of class I."""
        assert key
        office = self.office
        return Opened(
            *classes.open_classed(office, customer_no, bound_account, account_class, office.now)
        )
