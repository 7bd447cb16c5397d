"""存款到期: matured deposits are paid out, or renewed at the rate of the day."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.wealth.deposit_ends import due_on, end

STEP = Step("deposits-end", "存款到期", due_on, end)
