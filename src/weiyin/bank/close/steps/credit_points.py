"""积分: every bill of the day brings its points."""

from __future__ import annotations

from datetime import date

from weiyin.bank.close.step import Step
from weiyin.bank.credit.points import billed_on, earn
from weiyin.bank.service import Office


def _close(office: Office, day: date, account_no: str) -> int:
    return earn(office, account_no, day)


STEP = Step("credit-points", "信用卡积分", billed_on, _close, after=("credit-bills",))
