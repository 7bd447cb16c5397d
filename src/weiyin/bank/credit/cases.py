"""What a person of the bank must look at: disputes, applications, limits, help when overdue.

A case has stages; a customer sees how far it has come. What they wrote is sealed. Applicants need
not be customers: their case is found again by the blind of identity number and phone together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from weiyin.bank.service import Office
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import Conflict, NotFound
from weiyin.base.ids import digits
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_TABLE = "credit_cases"
_COLUMNS = (
    "SELECT case_no, kind, customer_no, account_no, about, amount_fen, stage, opened_us,"
    " changed_us FROM credit_cases WHERE book=:book"
)
_ADD = sql(
    "INSERT INTO credit_cases (book, case_no, kind, customer_no, account_no, about, amount_fen,"
    " stage, facts_sealed, person_blind, opened_us, changed_us) VALUES (:book, :case_no, :kind,"
    " :customer_no, :account_no, :about, :amount_fen, :stage, :facts_sealed, :person_blind,"
    " :at_us, :at_us)"
)
_OF_CUSTOMER = sql(
    f"{_COLUMNS} AND customer_no=:customer_no ORDER BY opened_us DESC, case_no LIMIT 50"
)
_OF_PERSON = sql(
    f"{_COLUMNS} AND person_blind=:person_blind ORDER BY opened_us DESC, case_no LIMIT 20"
)
_FIND = sql(f"{_COLUMNS} AND case_no=:case_no")
_WAITING = sql(
    f"{_COLUMNS} AND stage IN ('received', 'reviewing') ORDER BY opened_us, case_no"
    " LIMIT CAST(:room AS INTEGER)"
)
_MOVE = sql(
    "UPDATE credit_cases SET stage=:stage, changed_us=:at_us"
    " WHERE book=:book AND case_no=:case_no AND stage=:was"
)
_FACTS = sql("SELECT facts_sealed FROM credit_cases WHERE book=:book AND case_no=:case_no")


class CaseKind(StrEnum):
    DISPUTE = "dispute"
    LIMIT = "limit"
    OVERDUE = "overdue"
    APPLY = "apply"
    SUPPLEMENTARY = "supplementary"


KIND_NAMES: Mapping[CaseKind, str] = {
    CaseKind.DISPUTE: "争议交易",
    CaseKind.LIMIT: "固定额度调整",
    CaseKind.OVERDUE: "逾期协商",
    CaseKind.APPLY: "信用卡申请",
    CaseKind.SUPPLEMENTARY: "附属卡申请",
}
"""As printed."""


class Stage(StrEnum):
    RECEIVED = "received"
    REVIEWING = "reviewing"
    APPROVED = "approved"
    DECLINED = "declined"


OPEN = frozenset({Stage.RECEIVED, Stage.REVIEWING})
_NEXT: Mapping[Stage, frozenset[Stage]] = {
    Stage.RECEIVED: frozenset({Stage.REVIEWING, Stage.APPROVED, Stage.DECLINED}),
    Stage.REVIEWING: frozenset({Stage.APPROVED, Stage.DECLINED}),
    Stage.APPROVED: frozenset(),
    Stage.DECLINED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Case:
    """`about`: what it is about, as an entry number or a product; never what was written."""

    case_no: str
    kind: CaseKind
    customer_no: str
    account_no: str
    about: str
    amount: Money
    stage: Stage
    opened: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class NewCase:
    kind: CaseKind
    facts: Mapping[str, str]
    """What the customer wrote, by label: sealed at rest."""
    customer_no: str = ""
    account_no: str = ""
    about: str = ""
    amount: Money = field(default_factory=Money.zero)
    person: str = ""
    """The blind by which an applicant finds it again."""


def open_case(office: Office, new: NewCase) -> Case:
    """Raises Conflict while one of the same kind about the same is open."""
    if new.customer_no:
        for one in cases_of(office.reader, office.book, new.customer_no):
            if (one.kind, one.about) == (new.kind, new.about) and one.stage in OPEN:
                raise Conflict("such a case is open", heard=f"已有处理中的申请（{one.case_no}）")
    case_no = f"{office.today:%y%m%d}{digits(8, office.rng)}"
    sealed = office.sealer.seal(
        msgspec.json.encode(dict(new.facts)).decode(),
        table=_TABLE, column="facts_sealed", row=f"{office.book}/{case_no}",
    )  # fmt: skip
    office.tx.run(
        _ADD, book=office.book, case_no=case_no, kind=new.kind, customer_no=new.customer_no,
        account_no=new.account_no, about=new.about, amount_fen=new.amount.fen,
        stage=Stage.RECEIVED, facts_sealed=sealed, person_blind=new.person,
        at_us=to_us(office.now),
    )  # fmt: skip
    return find_case(office.reader, office.book, case_no)


def move_case(office: Office, case_no: str, stage: Stage) -> Case:
    """By staff. Raises Conflict for a stage that does not follow."""
    case = find_case(office.reader, office.book, case_no)
    if stage not in _NEXT[case.stage]:
        raise Conflict(f"case {case_no} is {case.stage}", heard="该申请已办结，不能再变更")
    moved = office.tx.run(
        _MOVE, book=office.book, case_no=case_no, stage=stage, was=case.stage,
        at_us=to_us(office.now),
    )  # fmt: skip
    assert moved == 1, f"case {case_no} moved twice"
    return find_case(office.reader, office.book, case_no)


def cases_of(reader: Reader, book: str, customer_no: str) -> tuple[Case, ...]:
    """Newest first."""
    return tuple(map(_case, reader.all(_OF_CUSTOMER, book=book, customer_no=customer_no)))


def cases_of_person(reader: Reader, book: str, person: str) -> tuple[Case, ...]:
    """An applicant's, newest first."""
    return tuple(map(_case, reader.all(_OF_PERSON, book=book, person_blind=person)))


def waiting(reader: Reader, book: str, limit: int) -> tuple[Case, ...]:
    """Everybody's that are not decided, oldest first."""
    return tuple(map(_case, reader.all(_WAITING, book=book, room=limit)))


def find_case(reader: Reader, book: str, case_no: str) -> Case:
    row = reader.one(_FIND, book=book, case_no=case_no)
    if row is None:
        raise NotFound(f"case {case_no}")
    return _case(row)


def facts_of(office: Office, case_no: str) -> dict[str, str]:
    """What was written: for the person who works on it."""
    row = office.reader.one(_FACTS, book=office.book, case_no=case_no)
    if row is None:
        raise NotFound(f"case {case_no}")
    words = office.sealer.open(
        bytes(row[0]), table=_TABLE, column="facts_sealed", row=f"{office.book}/{case_no}"
    )
    return msgspec.json.decode(words, type=dict[str, str])


def _case(row: tuple[Any, ...]) -> Case:
    case_no, kind, customer_no, account_no, about, fen, stage, opened, changed = row
    return Case(
        case_no, CaseKind(kind), customer_no, account_no, about, Money(fen), Stage(stage),
        from_us(opened), from_us(changed),
    )  # fmt: skip
