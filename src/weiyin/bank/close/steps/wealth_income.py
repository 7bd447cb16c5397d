"""现金管理收益: the published income of every day is credited in units."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.wealth.cash import credit_income, owed_income

STEP = Step("wealth-income", "现金管理收益", owed_income, credit_income, after=("wealth-settle",))
