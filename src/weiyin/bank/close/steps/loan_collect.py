"""贷款扣款: what is owed is taken from the borrower's account, tonight and every night."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.loans.due import collect, owing

STEP = Step("loan-collect", "贷款扣款", owing, collect, after=("loan-due",))
