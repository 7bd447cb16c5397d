"""What the bank's own books know of an applicant, so that nobody brings what is known already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from weiyin.bank.loans.loan import LoanState, loans_of, unpaid
from weiyin.bank.service import Office
from weiyin.base.clock import to_us
from weiyin.base.errors import NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql

MONTHS = 6
"""How far back it is looked."""

_SINCE = sql("SELECT since_us FROM customers WHERE book=:book AND customer_no=:customer_no")
_BALANCE = sql(
    "SELECT COALESCE(SUM(credit_fen - debit_fen), 0) FROM ledger_accounts"
    " WHERE customer_no=:customer_no AND book=:book AND kind='current'"
)
# Money lent by us is no income.
_IN = sql(
    "SELECT COALESCE(SUM(l.amount_fen), 0),"
    " COALESCE(SUM(CASE WHEN e.kind='salary' THEN 1 ELSE 0 END), 0)"
    " FROM ledger_accounts a JOIN ledger_lines l ON l.book=a.book AND l.account_no=a.no"
    " AND l.bucket=0 JOIN ledger_entries e ON e.book=l.book AND e.entry_no=l.entry_no"
    " WHERE a.customer_no=:customer_no AND a.book=:book AND a.kind='current'"
    " AND l.amount_fen>0 AND l.at_us>=:since_us AND e.kind<>'loan_draw'"
)


@dataclass(frozen=True, slots=True)
class Known:
    """`days`: since they became a customer. `monthly`: what came in a month on average."""

    days: int
    monthly: Money
    balance: Money
    has_salary: bool
    overdue: bool


def known_of(office: Office, customer_no: str) -> Known:
    """Raises NotFound."""
    reader, book = office.reader, office.book
    row = reader.one(_SINCE, book=book, customer_no=customer_no)
    if row is None:
        raise NotFound(f"customer {customer_no}")
    now_us, since = to_us(office.now), office.now - timedelta(days=30 * MONTHS)
    came, salaries = reader.all(_IN, book=book, customer_no=customer_no, since_us=to_us(since))[0]
    balance = reader.all(_BALANCE, book=book, customer_no=customer_no)[0][0]
    running = [one for one in loans_of(reader, book, customer_no) if one.state is LoanState.ACTIVE]
    return Known(
        (now_us - row[0]) // (86_400 * 1_000_000), Money(int(came) // MONTHS), Money(int(balance)),
        bool(salaries), any(unpaid(reader, book, one.loan_no) for one in running),
    )  # fmt: skip
