"""国债付息兑付: bonds pay their interest, and at maturity all of it."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.wealth.bonds import due_on, pay

STEP = Step("bonds", "国债付息兑付", due_on, pay)
