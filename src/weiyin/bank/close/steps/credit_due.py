"""信用卡到期: every bill whose due day (and grace) has ended is judged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from weiyin.bank.close.step import Step
from weiyin.bank.credit.due import due_day_judged_on, due_on, judge_due
from weiyin.bank.service import Office


def _subjects(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    return due_on(office, due_day_judged_on(office, day), after, room)


def _close(office: Office, day: date, account_no: str) -> int:
    return judge_due(office, account_no, day)


STEP = Step("credit-due", "信用卡到期", _subjects, _close)
