"""贷款计息: the interest of the day, on what is left after its repayments."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.loans.interest import accrue_day, running_on

STEP = Step("loan-interest", "贷款计息", running_on, accrue_day, after=("loan-collect",))
