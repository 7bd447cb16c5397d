"""证件到期: owners of identity cards that end are reminded, and stopped when the grace is over."""

from __future__ import annotations

from weiyin.bank.account.profiles import ending_by, judge_expiry
from weiyin.bank.close.step import Step

STEP = Step("id-expiry", "证件到期", ending_by, judge_expiry)
