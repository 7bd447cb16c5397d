"""Statements: a month closed on its bill day, and the bill as it stands when it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from weiyin.bank import house
from weiyin.bank.core import EntryLine, Statement, StatementStatus
from weiyin.bank.credit.annual import charge_annual_fee
from weiyin.bank.credit.charges import Charge, put_charge
from weiyin.bank.credit.items import Kind, Sheet
from weiyin.bank.credit.plans import charge_plans
from weiyin.bank.credit.sheets import load_sheet, rates_of, save_sheet
from weiyin.bank.credit.terms import CreditAccount, find_account
from weiyin.bank.events import CustomerEvent
from weiyin.bank.service import Office
from weiyin.base.clock import from_us, shanghai_midnight, to_us
from weiyin.base.errors import NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

MAX_LINES = 1_000
_IN_FULL = frozenset({Kind.FEE, Kind.INTEREST, Kind.INSTALMENT})
"""What the minimum payment covers whole, beside its share of spending."""

_BILLED_ON = sql(
    "SELECT l.account_no FROM credit_lines l JOIN ledger_accounts a"
    " ON a.book=l.book AND a.no=l.account_no AND a.bucket=0 WHERE l.book=:book"
    " AND l.bill_day=CAST(:day AS INTEGER) AND a.opened_us<:end_us AND l.account_no>:after"
    " ORDER BY l.account_no LIMIT CAST(:room AS INTEGER)"
)
_ADD = sql(
    "INSERT INTO credit_statements (book, account_no, month, first_seq, last_seq, bill_day,"
    " due_day, amount_fen, minimum_fen, currency) VALUES (:book, :account_no, :month, :first_seq,"
    " :last_seq, :bill_day, :due_day, :amount_fen, :minimum_fen, :currency)"
)
_COLUMNS = (
    "SELECT month, first_seq, last_seq, bill_day, due_day, amount_fen, minimum_fen, currency"
    " FROM credit_statements WHERE book=:book AND account_no=:account_no"
)
_OF_MONTH = sql(f"{_COLUMNS} AND month=:month")
_LATEST = sql(f"{_COLUMNS} ORDER BY month DESC LIMIT 1")
_MONTHS = sql(
    "SELECT month, amount_fen FROM credit_statements WHERE book=:book AND account_no=:account_no"
    " ORDER BY month DESC LIMIT CAST(:room AS INTEGER)"
)
_LINES = sql(
    "SELECT l.entry_no, l.at_us, e.kind, l.amount_fen, l.balance_fen, l.other, e.memo, e.currency"
    " FROM ledger_lines l JOIN ledger_entries e ON e.book=l.book AND e.entry_no=l.entry_no"
    " LEFT JOIN credit_charges c ON c.book=l.book AND c.account_no=l.account_no AND c.seq=l.seq"
    " WHERE l.book=:book AND l.account_no=:account_no AND l.bucket=0 AND l.seq>=:first"
    " AND l.amount_fen<>0 AND ((c.month IS NULL AND l.seq<=:last) OR c.month=:month)"
    " ORDER BY l.seq DESC LIMIT CAST(:room AS INTEGER)"
)
_UNBILLED = sql(
    "SELECT l.entry_no, l.at_us, e.kind, l.amount_fen, l.balance_fen, l.other, e.memo, e.currency"
    " FROM ledger_lines l JOIN ledger_entries e ON e.book=l.book AND e.entry_no=l.entry_no"
    " LEFT JOIN credit_charges c ON c.book=l.book AND c.account_no=l.account_no AND c.seq=l.seq"
    " WHERE l.book=:book AND l.account_no=:account_no AND l.bucket=0 AND l.seq>:last"
    " AND l.amount_fen<>0 AND (c.month IS NULL OR c.month>:month)"
    " ORDER BY l.seq DESC LIMIT CAST(:room AS INTEGER)"
)


def billed_on(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Accounts whose bill day this is."""
    end_us = to_us(shanghai_midnight(day + timedelta(days=1)))
    rows = office.reader.all(
        _BILLED_ON, book=office.book, day=day.day, end_us=end_us, after=after, room=room
    )
    return [no for (no,) in rows]


def close_statement(office: Office, account_no: str, day: date) -> int:
    """Bill everything up to the end of `day`, interest and plans with it; 1 if it was new."""
    book, month = office.book, f"{day:%Y-%m}"
    before = office.reader.one(_LATEST, book=book, account_no=account_no)
    if before is not None and before[0] >= month:
        return 0
    rates = rates_of(office.reader, book)
    end = shanghai_midnight(day + timedelta(days=1))
    sheet = load_sheet(office.reader, book, account_no, rates, end)
    account, last = find_account(office.reader, book, account_no), sheet.seen_seq
    if account.status == "active":
        charge_plans(office, account, sheet, month, day)
        charge_annual_fee(office, account, sheet, month, day)
        if interest := sheet.interest(day + timedelta(days=1), rates):
            key = f"interest:{account_no}:{month}"
            owed = Charge(key, "interest", interest, house.INTEREST, "透支利息", month)
            put_charge(office, account, sheet, owed, day)
    overdue = _overdue_minimum(sheet, before)
    sheet.bill(month)
    save_sheet(office.tx, book, account_no, sheet)
    minimum = _minimum(sheet, account.minimum_bp, overdue)
    due_day = day + timedelta(days=account.due_days)
    office.tx.run(
        _ADD, book=book, account_no=account_no, month=month, last_seq=last,
        first_seq=1 + (before[2] if before else 0), bill_day=day.isoformat(),
        due_day=due_day.isoformat(), amount_fen=max(sheet.owed_fen, 0), minimum_fen=minimum,
        currency=account.currency,
    )  # fmt: skip
    _tell(office, account, month, due_day, max(sheet.owed_fen, 0), minimum)
    return 1


def latest(reader: Reader, book: str, account_no: str) -> tuple[Any, ...] | None:
    """(month, first_seq, last_seq, bill_day, due_day, amount_fen, minimum_fen, currency)."""
    return reader.one(_LATEST, book=book, account_no=account_no)


def months(reader: Reader, book: str, account_no: str, room: int) -> list[tuple[str, int]]:
    """(month, amount in fen) of the last bills, newest first."""
    rows = reader.all(_MONTHS, book=book, account_no=account_no, room=room)
    return [(month, int(fen)) for month, fen in rows]


def statement(
    reader: Reader, book: str, card_id: str, account_no: str, month: str | None, today: date
) -> Statement:
    """Of `month`, or the latest. Raises NotFound."""
    if month is None:
        row = reader.one(_LATEST, book=book, account_no=account_no)
    else:
        row = reader.one(_OF_MONTH, book=book, account_no=account_no, month=month)
    if row is None:
        raise NotFound(f"statement {month or 'of any month'}", heard="没有查到该期账单")
    month, first, last, bill_day, due_day, amount, minimum, currency = row
    sheet = load_sheet(reader, book, account_no, rates_of(reader, book))
    paid = max(amount - sheet.left_up_to(month), 0)
    due = date.fromisoformat(due_day)
    return Statement(
        card_id, month, date.fromisoformat(bill_day), due, Money(amount, currency),
        Money(minimum, currency), Money(paid, currency),
        _status(amount, minimum, paid, due, today),
        _lines(reader, book, account_no, month, first, last),
    )  # fmt: skip


def _lines(
    reader: Reader, book: str, account_no: str, month: str, first: int, last: int
) -> tuple[EntryLine, ...]:
    rows = reader.all(
        _LINES, book=book, account_no=account_no, month=month, first=first, last=last,
        room=MAX_LINES,
    )  # fmt: skip
    return tuple(map(_entry_line, rows))


def unbilled(reader: Reader, book: str, account_no: str) -> tuple[EntryLine, ...]:
    """What was posted since the latest bill, newest first."""
    bill = latest(reader, book, account_no)
    month, last = ("", 0) if bill is None else (bill[0], bill[2])
    rows = reader.all(
        _UNBILLED, book=book, account_no=account_no, month=month, last=last, room=MAX_LINES
    )
    return tuple(map(_entry_line, rows))


def _entry_line(row: tuple[Any, ...]) -> EntryLine:
    entry_no, at_us, kind, fen, after, other, memo, currency = row
    return EntryLine(
        entry_no, from_us(at_us), kind, Money(fen, currency), Money(after, currency), other, memo
    )


def _overdue_minimum(sheet: Sheet, before: tuple[Any, ...] | None) -> int:
    """What of the last bill's minimum is still missing, beyond what is due in full anyway."""
    if before is None:
        return 0
    month, *_, amount, minimum, _ = before
    missing: int = minimum - max(amount - sheet.left_up_to(month), 0)
    in_full = sum(item.left_fen for item in sheet.billed(month) if item.kind in _IN_FULL)
    return max(missing - in_full, 0)


def _minimum(sheet: Sheet, minimum_bp: int, overdue: int) -> int:
    """A share of spending, the whole of fees, interest and instalments, and what is overdue."""
    whole = sum(item.left_fen for item in sheet.items if item.kind in _IN_FULL)
    spent = sum(item.left_fen for item in sheet.items if item.kind not in _IN_FULL)
    share = Money(spent).share(minimum_bp, 10_000).fen
    return min(share + whole + overdue, max(sheet.owed_fen, 0))


def _status(amount: int, minimum: int, paid: int, due: date, today: date) -> StatementStatus:
    if paid >= amount:
        return StatementStatus.SETTLED
    if today > due and paid < minimum:
        return StatementStatus.OVERDUE
    return StatementStatus.OPEN


def _tell(
    office: Office, account: CreditAccount, month: str, due: date, amount: int, minimum: int
) -> None:
    if not amount:
        return
    facts = (
        ("本期应还", f"{Money(amount)}元"),
        ("最低还款", f"{Money(minimum)}元"),
        ("到期还款日", f"{due.month}月{due.day}日"),
    )
    office.tell(
        CustomerEvent(
            office.book, account.customer_no, "cc_bill_ready", "信用卡账单已出", facts, office.now,
            f"bill:{account.no}:{month}", account_no=account.no, path="/p/f/cc_bill_query",
        ),
    )  # fmt: skip
