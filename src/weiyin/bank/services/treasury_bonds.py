"""Savings bonds of the treasury: the calendar, buying, holding."""

from __future__ import annotations

from weiyin.bank.service import Service, look, order
from weiyin.bank.wealth import bond_ends, bonds
from weiyin.bank.wealth.bond_ends import Redemption
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
    def quote_redemption(self, customer_no: str, bond_no: str, amount: Money | None) -> Redemption:
        """What redeeming it before its time brings today. None: all of it."""
        return bond_ends.quote_redemption(self.office, customer_no, bond_no, amount)

    @order
    def redeem(self, key: str, customer_no: str, bond_no: str, amount: Money | None) -> Redemption:
        """Judged and reckoned anew, as of the moment."""
        assert key
        return bond_ends.redeem(self.office, customer_no, bond_no, amount)

    @look
    def mine(self, customer_no: str) -> tuple[Bond, ...]:
        return bonds.bonds_of(self.office.reader, self.office.book, customer_no)
