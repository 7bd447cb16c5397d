"""缴费对账: the statement of the day is asked for at every biller that was asked to take money."""

from __future__ import annotations

from weiyin.bank.bills.reconciling import billers_asked, want
from weiyin.bank.close.step import Step

STEP = Step("bill-statements", "缴费对账", billers_asked, want)
