"""Around the bill: its yearly fee, how it is sent, and the code that proves a printed one."""

from __future__ import annotations

import hmac

from weiyin.bank.credit import annual, choices
from weiyin.bank.credit.annual import AnnualFee
from weiyin.bank.credit.bills import statement
from weiyin.bank.credit.choices import Sending
from weiyin.bank.credit.terms import CreditAccount, access_account
from weiyin.bank.service import Service, look, order

_CODE = 12


class CreditPapers(Service):
    """`customer_no` is who asks: an account that is not theirs is not found."""

    name = "credit-papers"

    @look
    def bank(self) -> str:
        """Whose paper it is, as printed."""
        return self.office.bank

    @look
    def annual_fee(self, customer_no: str, account_no: str) -> AnnualFee:
        account = self._account(customer_no, account_no)
        return annual.annual_fee(self.office, account, self.office.today)

    @look
    def sending(self, customer_no: str, account_no: str) -> Sending:
        self._account(customer_no, account_no)
        return choices.sending_of(self.office.reader, self.office.book, account_no)

    @look
    def code(self, customer_no: str, account_no: str, month: str) -> str:
        """Printed on the bill of `month`: a keyed hash of what it says, `7K2M-9QXT-04AB`."""
        self._account(customer_no, account_no)
        office = self.office
        bill = statement(office.reader, office.book, "", account_no, month, office.today)
        said = f"{account_no}/{month}/{bill.bill_day}/{bill.amount.fen}/{bill.minimum.fen}"
        code = office.sealer.blind(said, "bank.bill_paper")[:_CODE].upper()
        return "-".join((code[:4], code[4:8], code[8:]))

    @look
    def is_genuine(self, customer_no: str, account_no: str, month: str, code: str) -> bool:
        """Whether a printed bill with this code is ours and says what we say."""
        known = self.code(customer_no, account_no, month).replace("-", "")
        told = code.upper().replace("-", "").replace(" ", "")
        return hmac.compare_digest(known.encode(), told.encode())

    @order
    def choose_sending(
        self, key: str, customer_no: str, account_no: str, sending: Sending
    ) -> Sending:
        assert key, "an order has a key"
        self._account(customer_no, account_no)
        office = self.office
        choices.choose_sending(office.tx, office.book, account_no, sending, office.today)
        return sending

    def _account(self, customer_no: str, account_no: str) -> CreditAccount:
        return access_account(self.office.reader, self.office.book, account_no, customer_no)
