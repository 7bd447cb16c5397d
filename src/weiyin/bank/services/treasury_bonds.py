"""Savings bonds of the treasury: the calendar, buying, holding."""

from __future__ import annotations

from weiyin.bank.service import Service, look, order
from weiyin.bank.wealth import bonds
from weiyin.bank.wealth.bonds import Bond, Issue
from weiyin.base.money import Money


class TreasuryBonds(Service):
    """`customer_no` is who asks."""

    name = "treasury-bonds"

    @look
    def issues(self) -> tuple[Issue, ...]:
        return bonds.issues(self.office.reader, self.office.book)

    @look
    def quote(self, customer_no: str, account_no: str, code: str, amount: Money) -> Issue:
        """Judged as `buy` would, but for the funds."""
        found = bonds.access_issue(self.office.reader, self.office.book, code)
        bonds.check_buy(self.office, customer_no, account_no, found, amount)
        return found

    @order
    def buy(self, key: str, customer_no: str, account_no: str, code: str, amount: Money) -> Bond:
        """Raises NotAllowed("quota") when others were faster."""
        assert key
        return bonds.buy(self.office, customer_no, account_no, code, amount)

    @look
    def mine(self, customer_no: str) -> tuple[Bond, ...]:
        return bonds.bonds_of(self.office.reader, self.office.book, customer_no)
