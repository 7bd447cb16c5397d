"""预约提前还款: what was agreed for the day that begins is repaid as its first deed."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.loans.appointments import appointed_after, carry_out

STEP = Step(
    "loan-appointments", "贷款预约还款", appointed_after, carry_out, after=("loan-interest",)
)
