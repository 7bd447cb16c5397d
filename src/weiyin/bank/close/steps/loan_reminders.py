"""贷款还款提醒: three days before an instalment's day, and on its morning."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.loans.due import due_soon, remind

STEP = Step("loan-reminders", "贷款还款提醒", due_soon, remind, after=("loan-appointments",))
