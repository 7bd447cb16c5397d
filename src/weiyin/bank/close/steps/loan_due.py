"""贷款到期: every loan whose month ends on this day owes its instalment."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.loans.due import due_by, fall_due

STEP = Step("loan-due", "贷款分期到期", due_by, fall_due)
