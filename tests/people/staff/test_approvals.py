"""Two people for one deed: whoever proposes never approves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.people.staff.conftest import Crew
from weiyin.base.errors import BadInput, Conflict, NotAllowed, NotFound
from weiyin.people.staff import approvals
from weiyin.people.staff.approvals import Decision
from weiyin.people.staff.roles import Role
from weiyin.people.staff.staff import Staff
from weiyin.storage import audit

SABOTAGE = {
    "G03": Sabotage(
        "src/weiyin/people/staff/approvals.py",
        "if decision is Decision.APPLIED and person == found.made_by:",
        "if decision is Decision.APPLIED and not person:",
    )
}


def _propose(crew: Crew, by: Staff, subject: str = "topup.cap", why: str = "年审") -> str:
    return crew.store.run(
        lambda tx: approvals.propose(
            tx,
            crew.sealer,
            oa="main",
            kind="tariff",
            subject=subject,
            title="调整限额",
            facts=[("新值", "500.00")],
            order={"fen": 500_00},
            why=why,
            by=by,
            now=crew.clock.now(),
        )
    )


def _decide(
    crew: Crew, proposal_id: str, by: Staff, decision: Decision, oa: str = "main"
) -> tuple[approvals.Proposal, dict[str, object]]:
    return crew.store.run(
        lambda tx: approvals.decide(
            tx, crew.sealer, proposal_id, decision, oa=oa, by=by, why="", now=crew.clock.now()
        )
    )


def test_g03_the_maker_never_approves(crew: Crew) -> None:
    maker, second = crew.hire("op1", Role.OPERATOR), crew.hire("op2", Role.OPERATOR)
    proposal_id = _propose(crew, maker)
    with pytest.raises(NotAllowed):
        _decide(crew, proposal_id, maker, Decision.APPLIED)
    found, order = _decide(crew, proposal_id, second, Decision.APPLIED)
    assert order == {"fen": 500_00}
    assert found.facts == (("新值", "500.00"),)
    with pytest.raises(Conflict):
        _decide(crew, proposal_id, second, Decision.APPLIED)
    assert crew.store.read(lambda tx: audit.verify(tx, "main")) == []


def test_only_the_maker_withdraws(crew: Crew) -> None:
    maker, second = crew.hire("op1", Role.OPERATOR), crew.hire("op2", Role.OPERATOR)
    proposal_id = _propose(crew, maker)
    with pytest.raises(NotAllowed):
        _decide(crew, proposal_id, second, Decision.WITHDRAWN)
    _decide(crew, proposal_id, maker, Decision.WITHDRAWN)
    now = crew.clock.now()
    assert crew.store.read(lambda tx: approvals.waiting(tx, "main", now)) == []
    (past,) = crew.store.read(lambda tx: approvals.decided(tx, "main", now))
    assert past.state == "withdrawn"


def test_one_proposal_about_one_thing_and_with_a_reason(crew: Crew) -> None:
    maker = crew.hire("op1", Role.OPERATOR)
    _propose(crew, maker)
    with pytest.raises(Conflict):
        _propose(crew, maker)
    with pytest.raises(BadInput):
        _propose(crew, maker, "other", why=" ")


def test_a_proposal_of_another_account_is_not_there_and_old_ones_run_out(crew: Crew) -> None:
    maker, second = crew.hire("op1", Role.OPERATOR), crew.hire("op2", Role.OPERATOR)
    proposal_id = _propose(crew, maker)
    with pytest.raises(NotFound):
        _decide(crew, proposal_id, second, Decision.APPLIED, oa="other")
    crew.clock.advance(approvals.LIFE + timedelta(seconds=1))
    with pytest.raises(Conflict):
        _decide(crew, proposal_id, second, Decision.APPLIED)
    assert _propose(crew, maker) != proposal_id
