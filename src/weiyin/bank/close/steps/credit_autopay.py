"""自动还款: as the day ends and the next begins, what is due on the next is paid by agreement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from weiyin.bank.close.step import Step
from weiyin.bank.credit.repay import autopay, autopays_due
from weiyin.bank.service import Office

_NEXT = timedelta(days=1)


def _subjects(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    return autopays_due(office, day + _NEXT, after, room)


def _close(office: Office, day: date, account_no: str) -> int:
    return autopay(office, account_no, day + _NEXT)


STEP = Step("credit-autopay", "自动还款", _subjects, _close, after=("credit-bills",))
