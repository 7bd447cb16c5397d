"""What falls due each month: told beforehand, taken from the current account, chased when unpaid.

An instalment is collected whole, at the end of its day and then every night until it is paid. While
it is unpaid it bears interest at one and a half times the loan's rate (罚息: 银发〔2003〕251号,
the rate plus 30 to 50 percent), paid together with it and not before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from weiyin.bank import house, tariffs
from weiyin.bank.account.term_deposits import months_after
from weiyin.bank.credit.charges import end_of
from weiyin.bank.events import CustomerEvent
from weiyin.bank.ledger import post
from weiyin.bank.loans.contracts import give_back
from weiyin.bank.loans.interest import accrue, earn
from weiyin.bank.loans.loan import (
    FallenDue,
    Loan,
    LoanState,
    add_due,
    find_loan,
    pay_due,
    save_loan,
    unpaid,
)
from weiyin.bank.loans.products import find_product, rate_on
from weiyin.bank.loans.schedule import DAY, Method, each_of, half_up
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import NotAllowed
from weiyin.base.money import Money
from weiyin.storage.outbox import Lane
from weiyin.storage.sql import sql

REPAY = "loan_repay"
_REPRICED = 12
"""Months after which the rate follows the LPR."""
_DAYS_BEFORE = (3, 0)
"""How long before its day an instalment is told of."""

_DUE = sql(
    "SELECT loan_no FROM loans WHERE book=:book AND state='active' AND next_due<=:day"
    " AND left_fen>0 AND loan_no>:after ORDER BY loan_no LIMIT CAST(:room AS INTEGER)"
)
_OWING = sql(
    "SELECT DISTINCT loan_no FROM loan_instalments WHERE book=:book AND state='due'"
    " AND loan_no>:after ORDER BY loan_no LIMIT CAST(:room AS INTEGER)"
)
_SOON = sql(
    "SELECT loan_no FROM loans WHERE book=:book AND state='active' AND left_fen>0"
    " AND next_due IN (:today, :soon) AND loan_no>:after ORDER BY loan_no"
    " LIMIT CAST(:room AS INTEGER)"
)


def due_by(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Loans of which an instalment falls due on `day`."""
    rows = office.reader.all(_DUE, book=office.book, day=day.isoformat(), after=after, room=room)
    return [no for (no,) in rows]


def owing(office: Office, _day: date, after: str, room: int) -> Sequence[str]:
    """Loans with an instalment that fell due and is not paid."""
    return [no for (no,) in office.reader.all(_OWING, book=office.book, after=after, room=room)]


def due_soon(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Loans whose next instalment is to be told of on the morning after `day`."""
    soon, today = (day + timedelta(days=1 + days) for days in _DAYS_BEFORE)
    rows = office.reader.all(
        _SOON, book=office.book, soon=soon.isoformat(), today=today.isoformat(), after=after,
        room=room,
    )  # fmt: skip
    return [no for (no,) in rows]


def fall_due(office: Office, day: date, loan_no: str) -> int:
    """The month is over: its instalment is owed, the next month begins. How many fell due."""
    loan, count = find_loan(office.reader, office.book, loan_no), 0
    while loan.next_due <= day and loan.left_fen:
        loan, count = _next_month(office, loan), count + 1
    return count


def collect(office: Office, day: date, loan_no: str) -> int:
    """Take what is owed, oldest first; how many were paid. What cannot be taken is told of once."""
    loan = find_loan(office.reader, office.book, loan_no)
    for count, part in enumerate(unpaid(office.reader, office.book, loan_no)):
        try:
            pay_part(office, f"loan-due:{loan_no}:{part.number}", loan, part, end_of(day))
        except NotAllowed as refusal:
            _tell_overdue(office, loan, part, refusal.heard)
            return count
    clear(office, loan_no)
    return 1


def pay_part(office: Office, key: str, loan: Loan, part: FallenDue, at: datetime) -> int:
    """One instalment with its penalty. Raises NotAllowed (`funds`, `frozen` …). The fen paid."""
    day = shanghai_day(at)
    penalty = penalty_of(office, loan, part, day)
    total = part.principal_fen + part.interest_fen + penalty
    legs = [
        Leg(loan.account_no, -total, other="贷款还款"),
        Leg(loan.loan_no, part.principal_fen, other=f"第{part.number}期"),
        Leg(house.LOAN_INTEREST, part.interest_fen),
        Leg(house.INTEREST, penalty),
    ]
    post(
        office.tx, office.book,
        Posting(
            key=key, kind=REPAY, at=at, memo=f"贷款第{part.number}期",
            legs=tuple(leg for leg in legs if leg.amount_fen),
        ),
        office.rng, quiet=office.quiet,
    )  # fmt: skip
    pay_due(office.tx, office.book, loan.loan_no, part.number, penalty, day)
    give_back(office, loan.contract_no, part.principal_fen)
    return total


def penalty_of(office: Office, loan: Loan, part: FallenDue, day: date) -> int:
    """What being late has cost by `day`, in fen."""
    percent = tariffs.at(office.reader, office.book, "loan.penalty_percent", part.due)
    days = max((day - part.due).days, 0)
    owed = part.principal_fen + part.interest_fen
    return half_up(owed * loan.annual_bp * percent * days, DAY * 100)


def clear(office: Office, loan_no: str) -> None:
    """Nothing left and nothing owed: the loan has ended."""
    loan = find_loan(office.reader, office.book, loan_no)
    if loan.left_fen or unpaid(office.reader, office.book, loan_no):
        return
    save_loan(office.tx, office.book, loan, replace(loan, state=LoanState.CLEARED))


def remind(office: Office, day: date, loan_no: str) -> int:
    """Tell of the instalment to come, until it is paid."""
    loan = find_loan(office.reader, office.book, loan_no)
    part, days = loan.to_come()[0], (loan.next_due - day).days - 1
    facts = (
        ("应还金额", f"{Money(part.total_fen)}元"),
        ("还款日", f"{part.due.month}月{part.due.day}日" + ("（今天）" if not days else "")),
        ("其中本金", f"{Money(part.principal_fen)}元"),
        ("其中利息", f"{Money(part.interest_fen)}元"),
    )
    _tell(office, loan, "loan_due", "贷款还款提醒", facts, f"{part.due}:{days}")
    return 1


def _next_month(office: Office, loan: Loan) -> Loan:
    known = accrue(office, loan, loan.next_due)
    part = known.to_come()[0]
    add_due(office.tx, office.book, loan.loan_no, part)
    key = f"loan-month:{loan.loan_no}:{part.number}"
    squared = earn(office, key, known, known, part.interest_fen)
    left = squared.left_fen - part.principal_fen
    assert left >= 0, f"more of {loan.loan_no} fell due than was left"
    following = replace(
        squared, left_fen=left, done=part.number, accrued=0, posted_fen=0, broken=False,
        next_due=months_after(loan.opened, part.number + 1),
    )  # fmt: skip
    if part.number % _REPRICED == 0 and left:
        following = _repriced(office, following, part.due)
    save_loan(office.tx, office.book, squared, following)
    return following


def _repriced(office: Office, loan: Loan, day: date) -> Loan:
    product = find_product(office.reader, office.book, loan.product)
    bp = rate_on(office.reader, office.book, product.lpr, loan.margin_bp, day)
    if bp == loan.annual_bp:
        return loan
    each = loan.each_fen
    if loan.method is Method.EQUAL_INSTALMENT:
        each = each_of(loan.method, loan.left_fen, bp, loan.months - loan.done)
    facts = (
        ("原年利率", f"{_percent(loan.annual_bp)}%"),
        ("新年利率", f"{_percent(bp)}%"),
        ("生效日", f"{day.month}月{day.day}日"),
    )
    _tell(office, loan, "loan_repriced", "贷款利率已调整", facts, f"{day}")
    return replace(loan, annual_bp=bp, each_fen=each)


def _percent(bp: int) -> str:
    return f"{bp // 100}.{bp % 100:02d}"


def _tell_overdue(office: Office, loan: Loan, part: FallenDue, why: str) -> None:
    facts = (
        ("应还金额", f"{Money(part.principal_fen + part.interest_fen)}元"),
        ("还款日", f"{part.due.month}月{part.due.day}日"),
        ("原因", why),
    )
    _tell(office, loan, "loan_overdue", "贷款扣款未成功", facts, f"{part.due}")


def _tell(
    office: Office, loan: Loan, kind: str, title: str, facts: tuple[tuple[str, str], ...], when: str
) -> None:
    office.tell(
        CustomerEvent(
            office.book, loan.customer_no, kind, title, facts, office.now,
            f"{kind}:{loan.loan_no}:{when}", lane=Lane.REMINDER, account_no=loan.account_no,
            path="/p/f/loan_my",
        )
    )  # fmt: skip
