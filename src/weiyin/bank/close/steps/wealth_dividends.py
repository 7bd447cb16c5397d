"""分红: whoever held units on the day of record is paid."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.wealth.maturing import dividends_on, pay_dividend

STEP = Step("wealth-dividends", "分红", dividends_on, pay_dividend, after=("wealth-settle",))
