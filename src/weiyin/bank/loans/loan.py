"""One loan: its terms, how far it has come, and the instalments of it that fell due.

The ledger account `loan_no` holds what is owed as a negative balance: `left_fen`, and the principal
of instalments that fell due and are not paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from weiyin.bank.loans import schedule
from weiyin.bank.loans.schedule import DAY, MONTH, Method, Part, Rest, half_up
from weiyin.base.errors import NotFound
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_NAMES = (
    "loan_no", "contract_no", "customer_no", "account_no", "product", "method", "principal_fen",
    "left_fen", "annual_bp", "margin_bp", "each_fen", "months", "done", "opened", "next_due",
    "accrued", "posted_fen", "upto", "broken", "state",
)  # fmt: skip
_COLUMNS = f"SELECT {', '.join(_NAMES)} FROM loans WHERE book=:book"
_OF = sql(f"{_COLUMNS} AND customer_no=:customer_no ORDER BY state, loan_no")
_FIND = sql(f"{_COLUMNS} AND loan_no=:loan_no")
_ADD = sql(
    f"INSERT INTO loans (book, {', '.join(_NAMES)})"
    f" VALUES (:book, {', '.join(f':{name}' for name in _NAMES)})"
)
_SAVE = sql(
    "UPDATE loans SET left_fen=:left_fen, annual_bp=:annual_bp, each_fen=:each_fen,"
    " months=:months, done=:done, next_due=:next_due, accrued=:accrued, posted_fen=:posted_fen,"
    " upto=:upto, broken=:broken, state=:state WHERE book=:book AND loan_no=:loan_no"
    " AND left_fen=:was_left AND done=:was_done AND upto=:was_upto AND accrued=:was_accrued"
)
_PARTS = (
    "SELECT number, due_day, principal_fen, interest_fen, penalty_fen, state, paid_day"
    " FROM loan_instalments WHERE book=:book AND loan_no=:loan_no"
)
_ALL_DUE = sql(f"{_PARTS} ORDER BY number DESC")
_UNPAID = sql(f"{_PARTS} AND state='due' ORDER BY number")
_ADD_DUE = sql(
    "INSERT INTO loan_instalments (book, loan_no, number, due_day, principal_fen, interest_fen,"
    " penalty_fen, state, paid_day) VALUES (:book, :loan_no, :number, :due_day, :principal_fen,"
    " :interest_fen, 0, 'due', '')"
)
_PAY = sql(
    "UPDATE loan_instalments SET state='paid', penalty_fen=:penalty_fen, paid_day=:paid_day"
    " WHERE book=:book AND loan_no=:loan_no AND number=:number AND state='due'"
)


class LoanState(StrEnum):
    ACTIVE = "active"
    CLEARED = "cleared"
    """Nothing is owed any more."""


@dataclass(frozen=True, slots=True)
class Loan:
    """`left_fen`: principal that has not fallen due. `accrued`: the interest of this month up to
    before `upto`, in 1/DAY fen; `posted_fen` of it stands on the ledger. `broken`: a repayment
    fell into this month, so that its interest goes by days.
    """

    loan_no: str
    contract_no: str
    customer_no: str
    account_no: str
    product: str
    method: Method
    principal_fen: int
    left_fen: int
    annual_bp: int
    margin_bp: int
    each_fen: int
    months: int
    done: int
    opened: date
    next_due: date
    accrued: int
    posted_fen: int
    upto: date
    broken: bool
    state: LoanState

    @property
    def rest(self) -> Rest:
        return Rest(
            self.method, self.left_fen, self.annual_bp, self.each_fen, self.months, self.opened,
            self.done,
        )  # fmt: skip

    def accrued_by(self, day: date) -> int:
        """In 1/DAY fen: a loan bears interest on the day it is drawn, none on that it is paid."""
        return self.accrued + self.left_fen * self.annual_bp * max((day - self.upto).days, 0)

    def interest_to(self, day: date) -> int:
        """Fen to pay if it is paid back on `day`."""
        return half_up(self.accrued_by(day), DAY)

    def interest_of_month(self) -> int:
        """Fen that the present month will have brought when it falls due."""
        if self.broken or self.method is Method.INTEREST_ONLY:
            return self.interest_to(self.next_due)
        return half_up(self.left_fen * self.annual_bp, MONTH)

    def to_come(self) -> tuple[Part, ...]:
        """The instalments that have not fallen due, at the rate of today."""
        return tuple(schedule.with_first_interest(self.rest, self.interest_of_month()))


@dataclass(frozen=True, slots=True)
class FallenDue:
    """An instalment whose day came. `paid`: None while it is owed."""

    number: int
    due: date
    principal_fen: int
    interest_fen: int
    penalty_fen: int
    paid: date | None

    @property
    def total_fen(self) -> int:
        return self.principal_fen + self.interest_fen + self.penalty_fen


def loans_of(reader: Reader, book: str, customer_no: str) -> tuple[Loan, ...]:
    """Those that run first, oldest first."""
    return tuple(map(_loan, reader.all(_OF, book=book, customer_no=customer_no)))


def find_loan(reader: Reader, book: str, loan_no: str) -> Loan:
    """Raises NotFound."""
    row = reader.one(_FIND, book=book, loan_no=loan_no)
    if row is None:
        raise NotFound(f"loan {loan_no}", heard="没有找到这笔贷款")
    return _loan(row)


def access_loan(reader: Reader, book: str, loan_no: str, customer_no: str) -> Loan:
    """One of this customer. Raises the same NotFound for another's and for none."""
    loan = find_loan(reader, book, loan_no)
    if loan.customer_no != customer_no:
        raise NotFound(f"loan {loan_no}", heard="没有找到这笔贷款")
    return loan


def add_loan(tx: Tx, book: str, loan: Loan) -> None:
    tx.run(_ADD, book=book, **{name: _stored(getattr(loan, name)) for name in _NAMES})


def save_loan(tx: Tx, book: str, was: Loan, loan: Loan) -> None:
    """Write what changed; nobody else may have changed it since `was` was read."""
    saved = tx.run(
        _SAVE, book=book, loan_no=loan.loan_no, left_fen=loan.left_fen,
        annual_bp=loan.annual_bp, each_fen=loan.each_fen, months=loan.months, done=loan.done,
        next_due=loan.next_due.isoformat(), accrued=loan.accrued, posted_fen=loan.posted_fen,
        upto=loan.upto.isoformat(), broken=int(loan.broken), state=loan.state,
        was_left=was.left_fen, was_done=was.done, was_upto=was.upto.isoformat(),
        was_accrued=was.accrued,
    )  # fmt: skip
    assert saved == 1, f"loan {loan.loan_no} was changed meanwhile"


def fallen_due(reader: Reader, book: str, loan_no: str) -> tuple[FallenDue, ...]:
    """Newest first."""
    return tuple(map(_due, reader.all(_ALL_DUE, book=book, loan_no=loan_no)))


def unpaid(reader: Reader, book: str, loan_no: str) -> tuple[FallenDue, ...]:
    """Oldest first."""
    return tuple(map(_due, reader.all(_UNPAID, book=book, loan_no=loan_no)))


def add_due(tx: Tx, book: str, loan_no: str, part: Part) -> None:
    tx.run(
        _ADD_DUE, book=book, loan_no=loan_no, number=part.number, due_day=part.due.isoformat(),
        principal_fen=part.principal_fen, interest_fen=part.interest_fen,
    )  # fmt: skip


def pay_due(tx: Tx, book: str, loan_no: str, number: int, penalty_fen: int, day: date) -> None:
    paid = tx.run(
        _PAY, book=book, loan_no=loan_no, number=number, penalty_fen=penalty_fen,
        paid_day=day.isoformat(),
    )  # fmt: skip
    assert paid == 1, f"instalment {number} of {loan_no} was paid twice"


def _stored(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def _loan(row: tuple[Any, ...]) -> Loan:
    said = dict(zip(_NAMES, row, strict=True))
    for name in ("opened", "next_due", "upto"):
        said[name] = date.fromisoformat(said[name])
    said.update(
        method=Method(said["method"]), broken=bool(said["broken"]), state=LoanState(said["state"])
    )
    return Loan(**said)


def _due(row: tuple[Any, ...]) -> FallenDue:
    number, due_day, principal, interest, penalty, _state, paid = row
    return FallenDue(
        number, date.fromisoformat(due_day), principal, interest, penalty,
        date.fromisoformat(paid) if paid else None,
    )  # fmt: skip
