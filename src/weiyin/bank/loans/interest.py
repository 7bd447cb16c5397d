"""Interest by the day: what a loan earns the bank stands on the ledger the day it is earned.

    each day        receivable −x / interest +x, so that the sum is always the exact interest so far
    when paid       the customer's account −x / receivable +x

Half a fen is never lost: `Loan.accrued` is exact, and only its rounded growth is posted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from weiyin.bank import house
from weiyin.bank.ledger import post
from weiyin.bank.loans.loan import Loan, LoanState, find_loan, save_loan
from weiyin.bank.loans.schedule import DAY, half_up
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.storage.sql import sql

_RUNNING = sql(
    "SELECT loan_no FROM loans WHERE book=:book AND state='active' AND upto<=:day AND left_fen>0"
    " AND loan_no>:after ORDER BY loan_no LIMIT CAST(:room AS INTEGER)"
)


def running_on(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Loans that bear interest for `day` and did not get it yet."""
    rows = office.reader.all(
        _RUNNING, book=office.book, day=day.isoformat(), after=after, room=room
    )
    return [no for (no,) in rows]


def accrue_day(office: Office, day: date, loan_no: str) -> int:
    """The interest of `day` itself; 1 when there was any to post."""
    loan = find_loan(office.reader, office.book, loan_no)
    return int(accrue(office, loan, day + timedelta(days=1)).upto > loan.upto)


def accrue(office: Office, loan: Loan, until: date) -> Loan:
    """Bring its interest up to before `until`: nothing changes when it stands there already."""
    if until <= loan.upto or loan.state is not LoanState.ACTIVE:
        return loan
    exact = loan.accrued_by(until)
    key = f"loan-interest:{loan.loan_no}:{until}"
    known = replace(loan, accrued=exact, upto=until)
    return earn(office, key, loan, known, half_up(exact, DAY))


def earn(office: Office, key: str, was: Loan, loan: Loan, interest_fen: int) -> Loan:
    """Post what is missing of `interest_fen`, and save the loan."""
    assert interest_fen >= 0, f"negative interest on {loan.loan_no}"
    if (fen := interest_fen - loan.posted_fen) != 0:
        legs = (Leg(house.LOAN_INTEREST, -fen), Leg(house.INTEREST, fen))
        post(
            office.tx, office.book,
            Posting(key=key, kind="loan_interest", at=office.now, memo="贷款计息", legs=legs),
            office.rng, quiet=office.quiet,
        )  # fmt: skip
    known = replace(loan, posted_fen=interest_fen)
    save_loan(office.tx, office.book, was, known)
    return known
