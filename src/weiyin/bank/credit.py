"""Credit-card accounts: a debt with a line of credit, billed once a month.

The account's balance is what is owed, as a negative amount; its floor is minus the credit line, so
the ledger itself refuses a purchase beyond it (over-limit fees are forbidden anyway). On the bill
day at midnight the month is closed into a statement; what comes in after that pays it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from weiyin.bank.accounts import CREDIT, NewAccount, open_account
from weiyin.bank.core import EntryLine, Statement, StatementStatus
from weiyin.bank.history import lines_between, seq_range
from weiyin.base.clock import shanghai_midnight, to_us
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_MAX_LINES = 1_000

_ADD = sql(
    "INSERT INTO credit_lines (book, account_no, bill_day, due_days, minimum_bp)"
    " VALUES (:book, :account_no, :bill_day, :due_days, :minimum_bp)"
)
_BILLED_ON = sql(
    "SELECT l.account_no, l.due_days, l.minimum_bp FROM credit_lines l JOIN ledger_accounts a"
    " ON a.book=l.book AND a.no=l.account_no AND a.bucket=0 WHERE l.book=:book"
    " AND l.bill_day=CAST(:day AS INTEGER) AND a.opened_us<:end_us ORDER BY l.account_no"
)
_BALANCE = sql(
    "SELECT balance_fen FROM ledger_lines"
    " WHERE book=:book AND account_no=:account_no AND bucket=0 AND seq=:seq"
)
_CURRENCY = sql(
    "SELECT currency FROM ledger_accounts WHERE book=:book AND no=:account_no AND bucket=0"
)
_LAST = sql(
    "SELECT MAX(last_seq) FROM credit_statements"
    " WHERE book=:book AND account_no=:account_no AND month<:month"
)
_CLOSE = sql(
    "INSERT INTO credit_statements (book, account_no, month, first_seq, last_seq, bill_day,"
    " due_day, amount_fen, minimum_fen, currency) VALUES (:book, :account_no, :month, :first_seq,"
    " :last_seq, :bill_day, :due_day, :amount_fen, :minimum_fen, :currency)"
    " ON CONFLICT (book, account_no, month) DO NOTHING"
)
_COLUMNS = (
    "SELECT month, first_seq, last_seq, bill_day, due_day, amount_fen, minimum_fen, currency"
    " FROM credit_statements WHERE book=:book AND account_no=:account_no"
)
_OF_MONTH = sql(f"{_COLUMNS} AND month=:month")
_LATEST = sql(f"{_COLUMNS} ORDER BY month DESC LIMIT 1")
_NEXT_LAST = sql(
    "SELECT MIN(last_seq) FROM credit_statements"
    " WHERE book=:book AND account_no=:account_no AND month>:month"
)


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """`bill_day` of the month (1–28), `due_days` after it; minimum payment in hundredths of 1 %."""

    limit: Money
    bill_day: int
    due_days: int = 20
    minimum_bp: int = 1_000


def open_credit(
    tx: Tx, book: str, no: str, customer_no: str, terms: CreditTerms, at: datetime
) -> None:
    if not (1 <= terms.bill_day <= 28 and terms.due_days > 0 and terms.limit.fen >= 0):
        raise BadInput("terms", "信用卡账单日或额度不正确")
    account = NewAccount(no, CREDIT, customer_no, terms.limit.currency, floor_fen=-terms.limit.fen)
    open_account(tx, book, account, at)
    tx.run(
        _ADD, book=book, account_no=no, bill_day=terms.bill_day, due_days=terms.due_days,
        minimum_bp=terms.minimum_bp,
    )  # fmt: skip


def close_statements(tx: Tx, book: str, bill_day: date) -> int:
    """Bill every account whose bill day this is, up to the end of that day; how many were new."""
    end_us = to_us(shanghai_midnight(bill_day + timedelta(days=1)))
    accounts = tx.all(_BILLED_ON, book=book, day=bill_day.day, end_us=end_us)
    return sum(_close(tx, book, bill_day, *row) for row in accounts)


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
    paid = _paid(reader, book, account_no, row)
    due = date.fromisoformat(due_day)
    return Statement(
        card_id, month, date.fromisoformat(bill_day), due, Money(amount, currency),
        Money(minimum, currency), paid, _status(amount, minimum, paid.fen, due, today),
        tuple(lines_between(reader, book, account_no, first, last, _MAX_LINES)),
    )  # fmt: skip


def _close(
    tx: Tx, book: str, bill_day: date, account_no: str, due_days: int, minimum_bp: int
) -> int:
    month = f"{bill_day:%Y-%m}"
    row = tx.one(_CURRENCY, book=book, account_no=account_no)
    assert row is not None, f"credit line {account_no} has no account"
    last_before = tx.one(_LAST, book=book, account_no=account_no, month=month)
    first = 1 + ((last_before[0] if last_before else None) or 0)
    end = shanghai_midnight(bill_day + timedelta(days=1))
    _, last = seq_range(tx, book, account_no, None, end)
    found = tx.one(_BALANCE, book=book, account_no=account_no, seq=last)
    owed = Money(max(0, -(found[0] if found else 0)), row[0])
    return tx.run(
        _CLOSE, book=book, account_no=account_no, month=month, first_seq=first, last_seq=last,
        bill_day=bill_day.isoformat(), due_day=(bill_day + timedelta(days=due_days)).isoformat(),
        amount_fen=owed.fen, minimum_fen=owed.share(minimum_bp, 10_000).fen, currency=row[0],
    )  # fmt: skip


def _paid(reader: Reader, book: str, account_no: str, row: tuple[Any, ...]) -> Money:
    """All that came in after the bill and before the next one."""
    month, _, last, *_, currency = row
    following = reader.one(_NEXT_LAST, book=book, account_no=account_no, month=month)
    until = following[0] if following and following[0] is not None else (1 << 62)
    lines: list[EntryLine] = lines_between(reader, book, account_no, last + 1, until, _MAX_LINES)
    return Money(sum(line.amount.fen for line in lines if line.amount.fen > 0), currency)


def _status(amount: int, minimum: int, paid: int, due: date, today: date) -> StatementStatus:
    if paid >= amount:
        return StatementStatus.SETTLED
    if today > due and paid < minimum:
        return StatementStatus.OVERDUE
    return StatementStatus.OPEN
