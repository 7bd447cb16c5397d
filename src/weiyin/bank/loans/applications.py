"""An application for a loan: what it wishes for, the papers it needs, how far it has come.

    documents ──all are in──> reviewing ──> approved (a contract is signed) | declined

Whatever a person wrote of themselves is sealed. Reasons of a decision are kept with it, and told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from weiyin.bank.events import CustomerEvent
from weiyin.bank.loans.contracts import Contract, sign
from weiyin.bank.loans.products import LoanProduct, find_product
from weiyin.bank.loans.schedule import Method
from weiyin.bank.loans.scorecard import Point
from weiyin.bank.service import Office
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import BadInput, Conflict, NotFound
from weiyin.base.ids import digits
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_TABLE = "loan_applications"
_COLUMNS = (
    "SELECT application_no, customer_no, product, method, amount_fen, months, purpose, stage,"
    " reasons, score, contract_no, opened_us, changed_us FROM loan_applications WHERE book=:book"
)
_OF = sql(f"{_COLUMNS} AND customer_no=:customer_no ORDER BY opened_us DESC LIMIT 20")
_IN_STAGE = sql(f"{_COLUMNS} AND stage=:stage ORDER BY opened_us LIMIT 100")
_FIND = sql(f"{_COLUMNS} AND application_no=:application_no")
_ADD = sql(
    "INSERT INTO loan_applications (book, application_no, customer_no, product, method,"
    " amount_fen, months, purpose, stage, facts_sealed, reasons, score, contract_no, opened_us,"
    " changed_us) VALUES (:book, :application_no, :customer_no, :product, :method, :amount_fen,"
    " :months, :purpose, :stage, :facts_sealed, :reasons, :score, '', :at_us, :at_us)"
)
_MOVE = sql(
    "UPDATE loan_applications SET stage=:stage, reasons=:reasons, contract_no=:contract_no,"
    " changed_us=:at_us WHERE book=:book AND application_no=:application_no AND stage=:was"
)
_DOCUMENTS = sql(
    "SELECT document, state FROM loan_documents WHERE book=:book AND application_no=:application_no"
    " ORDER BY place"
)
_DOCUMENTS_IN = sql(
    "SELECT d.application_no, d.document, d.state FROM loan_applications a JOIN loan_documents d"
    " ON d.book=a.book AND d.application_no=a.application_no"
    " WHERE a.book=:book AND a.stage=:stage ORDER BY d.application_no, d.place"
)
_ADD_DOCUMENT = sql(
    "INSERT INTO loan_documents (book, application_no, document, state, place, changed_us)"
    " VALUES (:book, :application_no, :document, :state, :place, :at_us)"
)
_TAKE_DOCUMENT = sql(
    "UPDATE loan_documents SET state='given', changed_us=:at_us WHERE book=:book"
    " AND application_no=:application_no AND document=:document AND state='wanted'"
)

_ONE_DRAW_DAYS, _LINE_DAYS = 30, 365
"""How long a signed limit may be drawn from: at once, or as often as one likes."""


class Stage(StrEnum):
    DOCUMENTS = "documents"
    REVIEWING = "reviewing"
    APPROVED = "approved"
    DECLINED = "declined"


OPEN = frozenset({Stage.DOCUMENTS, Stage.REVIEWING})


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    given: bool


@dataclass(frozen=True, slots=True)
class Application:
    """`points`: how a scorecard came to its score; `why`: what a person said of the decision."""

    application_no: str
    customer_no: str
    product: str
    method: Method
    amount: Money
    months: int
    purpose: str
    stage: Stage
    points: tuple[Point, ...]
    why: str
    score: int
    contract_no: str
    opened: datetime
    changed: datetime
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is applied for. `given`: documents that are in already."""

    customer_no: str
    product: str
    method: Method
    amount: Money
    months: int
    purpose: str
    facts: Mapping[str, str]
    given: frozenset[str]
    points: tuple[Point, ...] = field(default=())

    @property
    def score(self) -> int:
        return sum(one.points for one in self.points)


class _Reasons(msgspec.Struct):
    points: tuple[Point, ...] = ()
    why: str = ""


def check_wish(office: Office, wish: Wish) -> LoanProduct:
    """Raises BadInput for what the product does not offer, Conflict while another is open."""
    product = find_product(office.reader, office.book, wish.product)
    if not product.least <= wish.amount <= product.most:
        raise BadInput("amount", f"{product.name}金额为 {product.least} 元至 {product.most} 元")
    if not 1 <= wish.months <= product.most_months:
        raise BadInput("months", f"{product.name}期限最长 {product.most_months} 个月")
    if wish.method not in product.methods:
        raise BadInput("method", f"{product.name}不支持这种还款方式，请换一种")
    for one in applications_of(office.reader, office.book, wish.customer_no):
        if one.product == wish.product and one.stage in OPEN:
            raise Conflict(
                "such an application is open",
                heard=f"您已有处理中的{product.name}申请（{one.application_no}），请查询进度",
            )
    return product


def open_application(office: Office, wish: Wish) -> Application:
    """Raises what `check_wish` raises."""
    product = check_wish(office, wish)
    number = f"{office.today:%y%m%d}{digits(8, office.rng)}"
    missing = set(product.documents) - wish.given
    sealed = office.sealer.seal(
        msgspec.json.encode(dict(wish.facts)).decode(),
        table=_TABLE, column="facts_sealed", row=f"{office.book}/{number}",
    )  # fmt: skip
    office.tx.run(
        _ADD, book=office.book, application_no=number, customer_no=wish.customer_no,
        product=wish.product, method=wish.method, amount_fen=wish.amount.fen, months=wish.months,
        purpose=wish.purpose, stage=Stage.DOCUMENTS if missing else Stage.REVIEWING,
        facts_sealed=sealed, reasons=_told(_Reasons(wish.points)), score=wish.score,
        at_us=to_us(office.now),
    )  # fmt: skip
    for place, document in enumerate(product.documents):
        office.tx.run(
            _ADD_DOCUMENT, book=office.book, application_no=number, document=document,
            state="given" if document in wish.given else "wanted", place=place,
            at_us=to_us(office.now),
        )  # fmt: skip
    return find_application(office.reader, office.book, number)


def take_document(office: Office, application_no: str, document: str) -> Application:
    """A paper came in; with the last of them the review begins. Raises NotFound."""
    one = find_application(office.reader, office.book, application_no)
    taken = office.tx.run(
        _TAKE_DOCUMENT, book=office.book, application_no=application_no, document=document,
        at_us=to_us(office.now),
    )  # fmt: skip
    if not taken or one.stage is not Stage.DOCUMENTS:
        raise NotFound(f"document {document}", heard="该申请不需要这份资料，或已收到")
    known = find_application(office.reader, office.book, application_no)
    if all(paper.given for paper in known.documents):
        return _move(office, known, Stage.REVIEWING, "")
    return known


def approve(office: Office, application_no: str, limit: Money, why: str) -> Application:
    """Sign a contract over `limit`, at most what was wished for. Raises Conflict, BadInput."""
    one = find_application(office.reader, office.book, application_no)
    if one.stage is not Stage.REVIEWING:
        raise Conflict(f"application {application_no} is {one.stage}", heard="该申请不在审核中")
    if not 0 < limit.fen <= one.amount.fen:
        raise BadInput("limit", "批准金额须大于零且不超过申请金额")
    product = find_product(office.reader, office.book, one.product)
    days = _LINE_DAYS if product.revolving else _ONE_DRAW_DAYS
    contract = sign(
        office,
        Contract(
            "", one.customer_no, one.product, one.method, limit, Money.zero(), product.margin_bp,
            one.months, product.revolving, office.today + timedelta(days=days),
        ),
    )  # fmt: skip
    return _move(office, one, Stage.APPROVED, why, contract.contract_no)


def decline(office: Office, application_no: str, why: str) -> Application:
    """Raises Conflict when it is decided, BadInput without a reason."""
    one = find_application(office.reader, office.book, application_no)
    if one.stage not in OPEN:
        raise Conflict(f"application {application_no} is {one.stage}", heard="该申请已办结")
    if not why:
        raise BadInput("why", "未通过须说明理由")
    return _move(office, one, Stage.DECLINED, why)


def applications_of(reader: Reader, book: str, customer_no: str) -> tuple[Application, ...]:
    """Newest first."""
    rows = reader.all(_OF, book=book, customer_no=customer_no)
    return tuple(_with_documents(reader, book, _application(row)) for row in rows)


def applications_in(reader: Reader, book: str, stage: Stage) -> tuple[Application, ...]:
    """Oldest first, each with its papers."""
    papers: dict[str, list[Document]] = {}
    for number, name, state in reader.all(_DOCUMENTS_IN, book=book, stage=stage):
        papers.setdefault(number, []).append(Document(name, state == "given"))
    found = map(_application, reader.all(_IN_STAGE, book=book, stage=stage))
    return tuple(replace(one, documents=tuple(papers.get(one.application_no, ()))) for one in found)


def find_application(reader: Reader, book: str, application_no: str) -> Application:
    """Raises NotFound."""
    row = reader.one(_FIND, book=book, application_no=application_no)
    if row is None:
        raise NotFound(f"application {application_no}", heard="没有找到这笔贷款申请")
    return _with_documents(reader, book, _application(row))


def _move(
    office: Office, one: Application, stage: Stage, why: str, contract_no: str = ""
) -> Application:
    moved = office.tx.run(
        _MOVE, book=office.book, application_no=one.application_no, stage=stage, was=one.stage,
        reasons=_told(_Reasons(one.points, why)), contract_no=contract_no,
        at_us=to_us(office.now),
    )  # fmt: skip
    assert moved == 1, f"application {one.application_no} moved twice"
    known = find_application(office.reader, office.book, one.application_no)
    _tell(office, known)
    return known


_SAID = {Stage.REVIEWING: "资料已齐，审核中", Stage.APPROVED: "已通过", Stage.DECLINED: "未通过"}


def _tell(office: Office, one: Application) -> None:
    product = find_product(office.reader, office.book, one.product)
    facts = (
        ("产品", product.name),
        ("进度", _SAID[one.stage]),
        ("申请编号", one.application_no),
        *((("说明", one.why),) if one.why else ()),
    )
    office.tell(
        CustomerEvent(
            office.book, one.customer_no, "loan_application", "贷款申请进度", facts, office.now,
            f"loan-application:{one.application_no}:{one.stage}", path="/p/f/loan_progress",
        )
    )  # fmt: skip


def _told(reasons: _Reasons) -> str:
    return msgspec.json.encode(reasons).decode()


def _application(row: tuple[Any, ...]) -> Application:
    no, customer_no, product, method, fen, months, purpose, stage, told, score, *rest = row
    contract_no, opened, changed = rest
    reasons = msgspec.json.decode(told, type=_Reasons)
    return Application(
        no, customer_no, product, Method(method), Money(fen), months, purpose, Stage(stage),
        reasons.points, reasons.why, score, contract_no, from_us(opened), from_us(changed),
    )  # fmt: skip


def _with_documents(reader: Reader, book: str, one: Application) -> Application:
    rows = reader.all(_DOCUMENTS, book=book, application_no=one.application_no)
    papers = tuple(Document(name, state == "given") for name, state in rows)
    return replace(one, documents=papers)
