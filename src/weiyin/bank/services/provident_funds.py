"""A customer's housing provident fund, told by the centres of the cities."""

from __future__ import annotations

from weiyin.bank.loans.provident_fund import ProvidentFund, funds_of, put_fund
from weiyin.bank.service import Service, look, order


class ProvidentFunds(Service):
    """`told` is for the feed of a city's centre; no customer's function calls it."""

    name = "provident-funds"

    @look
    def mine(self, customer_no: str) -> tuple[ProvidentFund, ...]:
        """One a city."""
        return funds_of(self.office.reader, self.office.book, customer_no)

    @order
    def told(self, key: str, customer_no: str, fund: ProvidentFund) -> ProvidentFund:
        """What a centre tells takes the place of what it told before."""
        assert key, "an order has a key"
        put_fund(self.office.tx, self.office.book, customer_no, fund)
        return fund
