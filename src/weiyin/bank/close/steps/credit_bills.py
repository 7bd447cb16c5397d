"""信用卡出账: the month of every card whose bill day this was is closed into a statement."""

from __future__ import annotations

from datetime import date

from weiyin.bank.close.step import Step
from weiyin.bank.credit.bills import billed_on, close_statement
from weiyin.bank.service import Office


def _close(office: Office, day: date, account_no: str) -> int:
    return close_statement(office, account_no, day)


STEP = Step("credit-bills", "信用卡出账", billed_on, _close, after=("credit-due",))
