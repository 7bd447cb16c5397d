"""A credit account: its terms, its line of credit, and how the ledger's floor follows the line.

The balance is what is owed, as a negative amount; its floor is minus what may be owed, so that the
ledger itself refuses a purchase beyond the line. Interest and fees are not refused: where they do
not fit, the floor gives way to exactly what is owed, and no over-limit fee is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from weiyin.bank.accounts import CREDIT, NewAccount, open_account, set_floor
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_ADD = sql(
    "INSERT INTO credit_lines (book, account_no, bill_day, due_days, minimum_bp)"
    " VALUES (:book, :account_no, :bill_day, :due_days, :minimum_bp)"
)
_ADD_SHEET = sql(
    "INSERT INTO credit_sheets (book, account_no, limit_fen, temp_fen, temp_until, seen_seq,"
    " spare_fen, bill_changed) VALUES (:book, :account_no, :limit_fen, 0, '', 0, 0, '')"
)
_FIND = sql(
    "SELECT a.customer_no, a.currency, a.status, a.credit_fen - a.debit_fen, a.out_held_fen,"
    " a.opened_us, l.bill_day, l.due_days, l.minimum_bp, s.limit_fen, s.temp_fen, s.temp_until,"
    " s.bill_changed, (SELECT SUM(p.left_fen) FROM credit_plans p WHERE p.book=a.book"
    " AND p.account_no=a.no AND p.state='active') FROM ledger_accounts a"
    " JOIN credit_lines l ON l.book=a.book AND l.account_no=a.no"
    " JOIN credit_sheets s ON s.book=a.book AND s.account_no=a.no"
    " WHERE a.book=:book AND a.no=:no AND a.bucket=0"
)
_SET_LIMIT = sql(
    "UPDATE credit_sheets SET limit_fen=:limit_fen, temp_fen=:temp_fen, temp_until=:temp_until"
    " WHERE book=:book AND account_no=:account_no"
)
_SET_BILL_DAY = sql(
    "UPDATE credit_lines SET bill_day=:bill_day WHERE book=:book AND account_no=:account_no"
)
_BILL_CHANGED = sql(
    "UPDATE credit_sheets SET bill_changed=:day WHERE book=:book AND account_no=:account_no"
)


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """`bill_day` of the month (1–28), `due_days` after it; minimum payment in hundredths of 1 %."""

    limit: Money
    bill_day: int
    due_days: int = 20
    minimum_bp: int = 1_000


@dataclass(frozen=True, slots=True)
class CreditAccount:
    """A credit account as it stands; amounts in fen of `currency`."""

    no: str
    customer_no: str
    currency: str
    status: str
    balance_fen: int
    held_fen: int
    opened_us: int
    bill_day: int
    due_days: int
    minimum_bp: int
    limit_fen: int
    temp_fen: int
    temp_until: str
    bill_changed: str
    plans_fen: int
    """Principal of instalment plans not billed yet: it takes up the line too."""

    def line_fen(self, day: date) -> int:
        """What may be owed in all on `day`, plans included."""
        temp = self.temp_fen if self.temp_until and day.isoformat() <= self.temp_until else 0
        return max(self.limit_fen, temp)

    def available_fen(self, day: date) -> int:
        line = self.line_fen(day) - self.plans_fen
        return max(line + self.balance_fen - self.held_fen, 0)


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
    tx.run(_ADD_SHEET, book=book, account_no=no, limit_fen=terms.limit.fen)


def find_account(reader: Reader, book: str, no: str) -> CreditAccount:
    """Raises NotFound."""
    row = reader.one(_FIND, book=book, no=no)
    if row is None:
        raise NotFound(f"credit account {no}")
    *stands, plans_fen = row
    return CreditAccount(*(no, *stands, int(plans_fen or 0)))


def access_account(reader: Reader, book: str, no: str, customer_no: str) -> CreditAccount:
    """One's own. Raises the same NotFound for another's and for none."""
    found = find_account(reader, book, no)
    if found.customer_no != customer_no:
        raise NotFound(f"credit account {no}")
    return found


def set_line(tx: Tx, book: str, no: str, day: date, extra_fen: int = 0) -> CreditAccount:
    """Put the floor where the line of `day` is, or lower by what `extra_fen` more needs."""
    account = find_account(tx, book, no)
    line = account.line_fen(day) - account.plans_fen
    set_floor(tx, book, no, min(-line, account.balance_fen - account.held_fen - extra_fen, 0))
    return account


def set_limit(
    tx: Tx, book: str, account: CreditAccount, day: date, *,
    limit_fen: int | None = None, temp_fen: int = 0, temp_until: str = "",
) -> None:  # fmt: skip
    """A new fixed limit, or a temporary one through `temp_until`; the floor follows at once."""
    tx.run(
        _SET_LIMIT, book=book, account_no=account.no, temp_fen=temp_fen, temp_until=temp_until,
        limit_fen=account.limit_fen if limit_fen is None else limit_fen,
    )  # fmt: skip
    set_line(tx, book, account.no, day)


def set_bill_day(tx: Tx, book: str, no: str, bill_day: int, day: date) -> None:
    assert 1 <= bill_day <= 28, "a bill day that not every month has"
    tx.run(_SET_BILL_DAY, book=book, account_no=no, bill_day=bill_day)
    tx.run(_BILL_CHANGED, book=book, account_no=no, day=day.isoformat())
