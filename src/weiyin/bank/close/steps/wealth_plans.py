"""基金定投: plans that are due on the next morning place their orders."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.wealth.plans import due_on, run

STEP = Step("wealth-plans", "基金定投", due_on, run, after=("wealth-settle",))
