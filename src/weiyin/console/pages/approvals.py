"""The two-person rule as a page: what waits for a second person, and what became of the rest."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.base.errors import NeedsStepUp
from weiyin.console.catalogue import appliers
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.people.staff import approvals
from weiyin.people.staff.approvals import Decision
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.signing_in import prove_again
from weiyin.people.staff.staff import who
from weiyin.storage.store import Tx


def show(visit: Visit) -> Response:
    waiting = visit.read(lambda reader: approvals.waiting(reader, visit.oa, visit.now))
    past = visit.read(lambda reader: approvals.decided(reader, visit.oa, visit.now))
    return visit.page("approvals.html", waiting=waiting, past=past, me=who(visit.staff.login))


def approve(visit: Visit) -> Response:
    """A fresh code of the approver's own, then decision and deed in one unit."""
    _prove(visit)
    proposal_id = visit.parts["proposal_id"]

    def work(tx: Tx) -> None:
        proposal, order = _decide(visit, tx, Decision.APPLIED)
        appliers()[proposal.kind](visit, tx, proposal, order)

    visit.do(f"proposal:{proposal_id}", work)
    return visit.go("/approvals", "applied")


def refuse(visit: Visit) -> Response:
    visit.do(_whom(visit), lambda tx: _decide(visit, tx, Decision.REFUSED))
    return visit.go("/approvals", "refused")


def withdraw(visit: Visit) -> Response:
    visit.do(_whom(visit), lambda tx: _decide(visit, tx, Decision.WITHDRAWN))
    return visit.go("/approvals", "withdrawn")


def _prove(visit: Visit) -> None:
    code = visit.posted.get("code", "").replace(" ", "")
    deps, staff = visit.deps, visit.staff
    if not deps.store.run(lambda tx: prove_again(tx, deps.sealer, staff, code, visit.now)):
        raise NeedsStepUp(heard="动态口令不正确或已使用，请等待下一个口令")


def _decide(
    visit: Visit, tx: Tx, decision: Decision
) -> tuple[approvals.Proposal, dict[str, object]]:
    return approvals.decide(
        tx,
        visit.deps.sealer,
        visit.parts["proposal_id"],
        decision,
        oa=visit.oa,
        by=visit.staff,
        why=visit.posted.get("why", ""),
        now=visit.now,
    )


def _whom(visit: Visit) -> str:
    return f"proposal:{visit.parts['proposal_id']}"


PAGE = ConsolePage(
    words=Words("双人复核", "Approvals"),
    section=Section.CONTROL,
    scope=Scope.APPROVE,
    path="/approvals",
    routes=(
        get("/approvals", show),
        post("/approvals/{proposal_id}/approve", approve, "proposal.approve"),
        post("/approvals/{proposal_id}/refuse", refuse, "proposal.refuse"),
        post("/approvals/{proposal_id}/withdraw", withdraw, "proposal.withdraw"),
    ),
    place=1,
)
