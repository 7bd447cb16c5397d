"""工单: what is still to be answered, the most urgent first; taken by one, answered by that one."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.base.errors import NotFound
from weiyin.base.text import clean
from weiyin.console.desk import naming
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.desk.case import Case, find_case, settle_case, take_case, undone
from weiyin.people.staff.roles import Scope

_OUTCOME = 500


def show(visit: Visit) -> Response:
    """The list tells kind, number and deadline; words and phone only of what is one's own."""
    found = visit.read(lambda reader: undone(reader, visit.deps.sealer, visit.oa))
    return visit.page(
        "desk_cases.html",
        cases=found,
        me=visit.staff.staff_id,
        now=visit.now,
        titles=naming.case_kinds(visit.lang),
        states=naming.case_states(visit.lang),
    )


def take(visit: Visit) -> Response:
    case = _case(visit)
    visit.do(
        f"case:{case.case_no}",
        lambda tx: take_case(tx, case.case_no, visit.staff.staff_id),
        detail={"kind": case.kind.value},
    )
    return visit.go("/desk/cases", "saved")


def settle(visit: Visit) -> Response:
    """The customer is told what is written here."""
    case, deps = _case(visit), visit.deps
    outcome = clean(visit.posted.get("outcome", ""), _OUTCOME)
    visit.do(
        f"case:{case.case_no}",
        lambda tx: settle_case(
            tx, deps.sealer, case.case_no, visit.staff.staff_id, outcome, visit.now
        ),
        detail={"kind": case.kind.value},
    )
    return visit.go("/desk/cases", "saved")


def _case(visit: Visit) -> Case:
    deps = visit.deps
    found = visit.read(lambda reader: find_case(reader, deps.sealer, visit.parts["case_no"]))
    if found.oa != visit.oa:
        raise NotFound
    return found


PAGE = ConsolePage(
    words=Words("工单", "Tickets"),
    section=Section.DESK,
    scope=Scope.DESK,
    path="/desk/cases",
    routes=(
        get("/desk/cases", show),
        post("/desk/cases/{case_no}/take", take, "case.take"),
        post("/desk/cases/{case_no}/settle", settle, "case.settle"),
    ),
    group="common.service",
    place=2,
)
