"""Early repayments that a contract wants to be told of some days before.

One a loan: carried out on the morning of its day, at what it then costs. What cannot be carried
out is told, and is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from weiyin.bank.events import CustomerEvent
from weiyin.bank.loans.loan import Loan, find_loan
from weiyin.bank.loans.prepaying import Keep, cost_of, prepay
from weiyin.bank.loans.products import find_product
from weiyin.bank.service import Office
from weiyin.base.errors import Conflict, NotAllowed, Refused
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_ALL_OF_IT = -1

_ADD = sql(
    "INSERT INTO loan_appointments (book, loan_no, day, amount_fen, keep)"
    " VALUES (:book, :loan_no, :day, :amount_fen, :keep)"
)
_FIND = sql(
    "SELECT day, amount_fen, keep FROM loan_appointments WHERE book=:book AND loan_no=:loan_no"
)
_DUE = sql(
    "SELECT loan_no FROM loan_appointments WHERE book=:book AND day<=:day AND loan_no>:after"
    " ORDER BY loan_no LIMIT CAST(:room AS INTEGER)"
)
_END = sql("DELETE FROM loan_appointments WHERE book=:book AND loan_no=:loan_no AND day=:day")


@dataclass(frozen=True, slots=True)
class Appointment:
    """`amount` of the principal; None: all of it."""

    loan_no: str
    day: date
    amount: Money | None
    keep: Keep


def notice_of(office: Office, loan: Loan) -> int:
    """How many days before the contract wants to be told; 0: it can be repaid at once."""
    return find_product(office.reader, office.book, loan.product).notice_days


def appointment_of(reader: Reader, book: str, loan_no: str) -> Appointment | None:
    row = reader.one(_FIND, book=book, loan_no=loan_no)
    if row is None:
        return None
    day, fen, keep = row
    amount = None if fen == _ALL_OF_IT else Money(fen)
    return Appointment(loan_no, date.fromisoformat(day), amount, Keep(keep))


def appoint(office: Office, loan: Loan, amount: Money | None, keep: Keep) -> Appointment:
    """On the first day that the contract allows. Raises Conflict while another waits."""
    if known := appointment_of(office.reader, office.book, loan.loan_no):
        raise Conflict("such an appointment waits", heard=f"您已预约 {known.day} 提前还款")
    cost_of(office, loan, amount, keep)
    day = office.today + timedelta(days=max(notice_of(office, loan), 1))
    office.tx.run(
        _ADD, book=office.book, loan_no=loan.loan_no, day=day.isoformat(), keep=keep,
        amount_fen=_ALL_OF_IT if amount is None else amount.fen,
    )  # fmt: skip
    return Appointment(loan.loan_no, day, amount, keep)


def appointed_after(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Loans to be repaid on the morning after `day`."""
    until = (day + timedelta(days=1)).isoformat()
    rows = office.reader.all(_DUE, book=office.book, day=until, after=after, room=room)
    return [no for (no,) in rows]


def carry_out(office: Office, _day: date, loan_no: str) -> int:
    """1 when it was repaid."""
    one = appointment_of(office.reader, office.book, loan_no)
    assert one is not None, f"no appointment of {loan_no}"
    office.tx.run(_END, book=office.book, loan_no=loan_no, day=one.day.isoformat())
    loan = find_loan(office.reader, office.book, loan_no)
    try:
        total = cost_of(office, loan, one.amount, one.keep).total
        key = f"loan-appointment:{loan_no}:{one.day}"
        prepay(office, key, loan.customer_no, loan_no, one.amount, one.keep, total)
    except Refused as refusal:
        _tell(office, loan, one, refusal.heard)
        return 0
    return 1


def check_at_once(office: Office, loan: Loan) -> None:
    """Raises NotAllowed("notice") when the contract wants an appointment."""
    if days := notice_of(office, loan):
        raise NotAllowed("notice", f"该贷款提前还款须提前 {days} 天预约")


def _tell(office: Office, loan: Loan, one: Appointment, why: str) -> None:
    facts = (("预约日", f"{one.day.month}月{one.day.day}日"), ("原因", why))
    office.tell(
        CustomerEvent(
            office.book, loan.customer_no, "loan_due_prepay", "提前还款未成功", facts, office.now,
            f"loan-appointment:{loan.loan_no}:{one.day}", account_no=loan.account_no,
            path="/p/f/loan_repay",
        )
    )  # fmt: skip
