"""The due day of a bill: paid in full, the minimum paid, or neither.

Full payment makes its spending free of interest. Otherwise interest runs from every posting day;
below the minimum a late fee (违约金) is taken of what is missing of it, which bears no interest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from weiyin.bank import house, tariffs
from weiyin.bank.credit.charges import Charge, month_after, put_charge
from weiyin.bank.credit.sheets import load_sheet, rates_of, save_sheet
from weiyin.bank.credit.terms import CreditAccount, find_account
from weiyin.bank.events import CustomerEvent
from weiyin.bank.service import Office
from weiyin.base.clock import shanghai_midnight
from weiyin.base.money import Money
from weiyin.storage.sql import sql

_DUE_ON = sql(
    "SELECT account_no FROM credit_statements WHERE book=:book AND due_day=:due_day"
    " AND account_no>:after ORDER BY account_no LIMIT CAST(:room AS INTEGER)"
)
_BILL = sql(
    "SELECT month, amount_fen, minimum_fen FROM credit_statements"
    " WHERE book=:book AND account_no=:account_no AND due_day=:due_day"
)


def due_on(office: Office, due_day: date, after: str, room: int) -> Sequence[str]:
    """Accounts with a bill due on this day."""
    rows = office.reader.all(
        _DUE_ON, book=office.book, due_day=due_day.isoformat(), after=after, room=room
    )
    return [no for (no,) in rows]


def due_day_judged_on(office: Office, day: date) -> date:
    """Which due day is judged at the end of `day`: some days of grace may lie between."""
    return day - timedelta(days=tariffs.at(office.reader, office.book, "credit.grace_days", day))


def judge_due(office: Office, account_no: str, day: date) -> int:
    """1 when the bill was not paid in full."""
    book, due_day = office.book, due_day_judged_on(office, day)
    row = office.reader.one(_BILL, book=book, account_no=account_no, due_day=due_day.isoformat())
    assert row is not None, f"no bill of {account_no} is due on {due_day}"
    month, amount, minimum = row
    rates, after = rates_of(office.reader, book), day + timedelta(days=1)
    sheet = load_sheet(office.reader, book, account_no, rates, shanghai_midnight(after))
    paid = max(amount - sheet.left_up_to(month), 0)
    tolerance = tariffs.at(office.reader, book, "credit.tolerance_fen", day)
    in_full = sheet.judge(month, after, tolerance, rates)
    account, missing = find_account(office.reader, book, account_no), minimum - paid
    if not in_full and missing > 0 and account.status == "active":
        bp = tariffs.at(office.reader, book, "credit.late_fee_bp", day)
        if fee := Money(missing).share(bp, 10_000).fen:
            key, month = f"late:{account_no}:{month}", month_after(month)
            charge = Charge(key, "late_fee", fee, house.FEES, "违约金", month)
            put_charge(office, account, sheet, charge, day)
        _tell(office, account, missing, fee, due_day)
    save_sheet(office.tx, book, account_no, sheet)
    return int(not in_full)


def _tell(office: Office, account: CreditAccount, missing: int, fee: int, due_day: date) -> None:
    facts = (
        ("最低还款未还", f"{Money(missing)}元"),
        ("违约金", f"{Money(fee)}元"),
        ("到期还款日", f"{due_day.month}月{due_day.day}日"),
    )
    event = CustomerEvent(
        office.book, account.customer_no, "cc_overdue", "信用卡已逾期", facts, office.now,
        f"overdue:{account.no}:{due_day}", account_no=account.no, path="/p/f/cc_repay",
    )  # fmt: skip
    office.tell(event)
