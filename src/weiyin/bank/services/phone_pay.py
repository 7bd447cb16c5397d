"""Money by phone number: who takes it, and whom it reaches."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.payments import phones
from weiyin.bank.service import Service, look, order
from weiyin.bank.spending import check_owner


@dataclass(frozen=True, slots=True)
class PhoneReceiving:
    """`account_no` is empty when the customer takes no money by phone number."""

    account_no: str


class PhonePay(Service):
    """`customer_no` must be theirs who asks."""

    name = "phone-pay"

    @look
    def receiver(self, phone: str, name: str) -> PhoneReceiving:
        """The account to pay. One NotFound for an unknown number and for another's name."""
        return PhoneReceiving(phones.receiver(self.office, phone, name))

    @look
    def mine(self, customer_no: str) -> PhoneReceiving:
        """Where the customer takes money by phone number."""
        return PhoneReceiving(phones.account_of(self.office, customer_no) or "")

    @order
    def opt_in(self, key: str, customer_no: str, account_no: str) -> PhoneReceiving:
        """Take money for the number that the bank knows on this account."""
        assert key
        check_owner(self.office.reader, self.office.book, customer_no, account_no)
        phones.opt_in(self.office, customer_no, account_no)
        return PhoneReceiving(account_no)

    @order
    def opt_out(self, key: str, customer_no: str) -> PhoneReceiving:
        """Take no more."""
        assert key
        phones.opt_out(self.office, customer_no)
        return PhoneReceiving("")
