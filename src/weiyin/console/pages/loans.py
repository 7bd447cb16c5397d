"""Applications for loans: papers taken in, the scorecard read, declined by one, approved by two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from weiyin.bank.loans.applications import Application, Stage
from weiyin.bank.services.loan_desk import LoanDesk
from weiyin.bank.services.loan_shelf import LoanShelf
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.money import Money
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.people.staff.approvals import Proposal, propose
from weiyin.people.staff.roles import Scope
from weiyin.storage.store import Reader, Tx

STAGES = {
    Stage.REVIEWING: Words("待审批", "To be decided"),
    Stage.DOCUMENTS: Words("待收资料", "Papers missing"),
}
_KIND = "loan"


def show(visit: Visit) -> Response:
    """What waits for a person, with every point of the score and the fact it was given for."""

    def look(reader: Reader) -> tuple[dict[Stage, tuple[Application, ...]], dict[str, str]]:
        desk = _desk(reader, visit)
        shelf = visit.deps.desk.books(reader, visit.oa).service(LoanShelf)
        names = {one.product.code: one.product.name for one in shelf.products()}
        return {stage: desk.waiting(stage) for stage in STAGES}, names

    found, names = visit.read(look)
    return visit.page("loans.html", found=found, stages=STAGES, names=names)


def receive(visit: Visit) -> Response:
    """A paper was brought; with the last one the application waits for its decision."""
    number, document = visit.parts["application_no"], visit.posted.get("document", "")

    def work(tx: Tx) -> None:
        _desk(tx, visit).receive(f"{number}:{document}", number, document)

    visit.do(f"loan:{number}", work, detail={"document": document})
    return visit.go("/loans", "saved")


def decline(visit: Visit) -> Response:
    """With the reason that the applicant reads."""
    number, why = visit.parts["application_no"], visit.posted.get("why", "").strip()

    def work(tx: Tx) -> None:
        _desk(tx, visit).decline(f"{number}:declined", number, why)

    visit.do(f"loan:{number}", work, why=why)
    return visit.go("/loans", "saved")


def approve(visit: Visit) -> Response:
    """Propose a limit; the contract is signed when another agrees."""
    number, why = visit.parts["application_no"], visit.posted.get("why", "").strip()
    one = visit.read(lambda reader: _one(reader, visit, number))
    limit = _limit(one, visit.posted.get("limit", ""))

    def work(tx: Tx) -> None:
        propose(
            tx,
            visit.deps.sealer,
            oa=visit.oa,
            kind=_KIND,
            subject=f"{visit.book}/{number}",
            title=f"贷款审批：{number}",
            facts=[
                ("客户号", one.customer_no),
                ("申请金额", f"{one.amount} 元，{one.months} 个月"),
                ("批准金额", f"{limit} 元"),
                *((("评分", f"{one.score} 分"),) if one.points else ()),
            ],
            order={"application_no": number, "limit_fen": limit.fen, "why": why},
            why=why,
            by=visit.staff,
            now=visit.now,
        )

    visit.do(f"loan:{number}", work)
    return visit.go("/loans", "proposed")


def _apply(visit: Visit, tx: Tx, proposal: Proposal, order: Mapping[str, Any]) -> None:
    _desk(tx, visit).approve(
        proposal.proposal_id, order["application_no"], Money(order["limit_fen"]), order["why"]
    )


def _limit(one: Application, typed: str) -> Money:
    """Raises BadInput for more than was applied for."""
    limit = Money.parse(typed)
    if not Money.zero() < limit <= one.amount:
        raise BadInput("limit", "批准金额须大于零且不超过申请金额")
    return limit


def _one(reader: Reader, visit: Visit, number: str) -> Application:
    for one in _desk(reader, visit).waiting(Stage.REVIEWING):
        if one.application_no == number:
            return one
    raise NotFound


def _desk(reader: Reader, visit: Visit) -> LoanDesk:
    return visit.deps.desk.books(reader, visit.oa).service(LoanDesk)


PAGE = ConsolePage(
    words=Words("贷款审批", "Loan applications"),
    section=Section.CONTROL,
    scope=Scope.LOANS,
    path="/loans",
    routes=(
        get("/loans", show),
        post("/loans/{application_no}/document", receive, "loan.document"),
        post("/loans/{application_no}/decline", decline, "loan.decline"),
        post("/loans/{application_no}/approve", approve, "loan.propose"),
    ),
    appliers={_KIND: _apply},
    place=5,
)
