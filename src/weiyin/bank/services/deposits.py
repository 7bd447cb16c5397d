"""Deposits opened and ended online."""

from __future__ import annotations

from weiyin.bank.account.term_deposits import TermDeposit
from weiyin.bank.service import Service, look, order
from weiyin.bank.wealth import deposits
from weiyin.bank.wealth.deposits import DepositOffer, Facts, Withdrawal
from weiyin.base.money import Money


class Deposits(Service):
    """`customer_no` is who asks: a deposit that is not theirs is not found."""

    name = "deposits"

    @look
    def offers(self) -> tuple[DepositOffer, ...]:
        """What may be opened online at the rates of today."""
        return deposits.offers(self.office)

    @look
    def quote(self, customer_no: str, account_no: str, name: str, amount: Money) -> DepositOffer:
        """Judged as `open` would, but for the funds."""
        return deposits.check_open(self.office, customer_no, account_no, name, amount)

    @order
    def open(
        self, key: str, customer_no: str, account_no: str, name: str, amount: Money, renews: bool
    ) -> TermDeposit:
        assert key
        return deposits.open_deposit(
            self.office, customer_no, account_no, name, amount, renews=renews
        )

    @look
    def facts(self, customer_no: str, deposit_no: str) -> Facts:
        deposits.access_deposit(self.office, customer_no, deposit_no)
        return deposits.facts_of(self.office, deposit_no)

    @look
    def quote_withdrawal(
        self, customer_no: str, deposit_no: str, amount: Money | None
    ) -> Withdrawal:
        """None: all of it."""
        return deposits.quote_withdrawal(self.office, customer_no, deposit_no, amount)

    @order
    def withdraw(
        self, key: str, customer_no: str, deposit_no: str, amount: Money | None
    ) -> Withdrawal:
        assert key
        return deposits.withdraw(self.office, customer_no, deposit_no, amount)

    @order
    def announce(self, key: str, customer_no: str, deposit_no: str, amount: Money | None) -> Facts:
        """A notice deposit will be withdrawn."""
        assert key
        return deposits.announce(self.office, customer_no, deposit_no, amount)
