"""理财到期: closed products that have matured are paid out."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.wealth.maturing import matured, pay_out

STEP = Step("wealth-mature", "理财到期", matured, pay_out, after=("wealth-settle",))
