"""理财提醒: holders are told some days before a product matures or may be redeemed."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.wealth.maturing import ending, remind

STEP = Step("wealth-remind", "理财提醒", ending, remind, after=("wealth-mature",))
