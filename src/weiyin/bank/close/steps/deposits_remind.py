"""存款到期提醒: owners are told some days before a deposit matures."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.wealth.deposit_ends import coming_on, remind

STEP = Step("deposits-remind", "存款到期提醒", coming_on, remind, after=("deposits-end",))
