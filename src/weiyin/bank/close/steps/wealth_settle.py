"""理财与基金确认: orders that are due by the next morning are confirmed, redeemed money paid."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.wealth.confirming import due_on, settle

STEP = Step("wealth-settle", "理财确认", due_on, settle)
