"""Staff, roles and teams: added, changed, disabled at once; nobody changes their own."""

from __future__ import annotations

from functools import partial

import segno
from markupsafe import Markup
from starlette.responses import Response

from weiyin.base.errors import BadInput
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.desk.leaving import leave
from weiyin.people.staff import staff
from weiyin.people.staff.one_time import new_seed, seed_uri
from weiyin.people.staff.passwords import verifier
from weiyin.people.staff.roles import EVERY_ACCOUNT, Grant, Role, Scope
from weiyin.people.staff.staff import STAFF_LOG, Proof, Staff, access_staff, all_staff, who
from weiyin.people.staff.teams import add_team, all_teams
from weiyin.storage.store import Tx

ROLES = {
    Role.AGENT: Words("坐席", "Agent"),
    Role.SUPERVISOR: Words("坐席主管", "Supervisor"),
    Role.OPERATOR: Words("运营", "Operator"),
    Role.ADMIN: Words("管理员", "Administrator"),
    Role.AUDITOR: Words("审计", "Auditor"),
}


def show(visit: Visit) -> Response:
    people, teams = visit.read(lambda reader: (all_staff(reader), all_teams(reader)))
    return visit.page(
        "staff.html",
        people=people,
        teams=teams,
        team_names={team.team_id: team.name for team in teams},
        roles=ROLES,
        oas=(EVERY_ACCOUNT, *visit.deps.settings.oas),
    )


def add(visit: Visit) -> Response:
    """The seed is shown on the answer, once, for the new member to scan."""
    posted = visit.posted
    login, proof = posted.get("login", ""), _proof(visit)
    grants = _grants(visit)
    visit.do(
        who(login),
        lambda tx: staff.add_staff(
            tx,
            visit.deps.sealer,
            login=login,
            name=posted.get("name", ""),
            grants=grants,
            proof=proof,
            by=who(visit.staff.login),
            now=visit.now,
        ),
        oa=STAFF_LOG,
    )
    return _seed_page(visit, login, proof)


def renew(visit: Visit) -> Response:
    """A new password and seed for somebody who lost theirs; they are signed out everywhere."""
    found, proof = _meant(visit), _proof(visit)
    work = partial(
        staff.replace_proof,
        sealer=visit.deps.sealer,
        staff=found,
        proof=proof,
        by=who(visit.staff.login),
        now=visit.now,
    )
    visit.do(who(found.login), work, oa=STAFF_LOG)
    return _seed_page(visit, found.login, proof)


def set_roles(visit: Visit) -> Response:
    found, grants = _meant(visit), _grants(visit)
    work = partial(
        staff.set_grants, staff=found, grants=grants, by=who(visit.staff.login), now=visit.now
    )
    visit.do(who(found.login), work, oa=STAFF_LOG)
    return visit.go("/staff", "saved")


def disable(visit: Visit) -> Response:
    """Out with their next request; whoever they served at a desk gets somebody else now."""
    found = _meant(visit)

    def work(tx: Tx) -> None:
        staff.disable_staff(tx, found, by=who(visit.staff.login), now=visit.now)
        for oa in visit.deps.settings.oas:
            leave(tx, visit.deps.sealer, oa, found.staff_id, visit.now)

    visit.do(who(found.login), work, oa=STAFF_LOG)
    return visit.go("/staff", "disabled")


def enable(visit: Visit) -> Response:
    found = _meant(visit)
    work = partial(staff.enable_staff, staff=found, by=who(visit.staff.login), now=visit.now)
    visit.do(who(found.login), work, oa=STAFF_LOG)
    return visit.go("/staff", "enabled")


def set_team(visit: Visit) -> Response:
    found, team_id = _meant(visit), visit.posted.get("team_id", "")
    known = {team.team_id for team in visit.read(all_teams)}
    if team_id and team_id not in known:
        raise BadInput("team_id", "没有这个团队")
    work = partial(
        staff.set_team, staff=found, team_id=team_id, by=who(visit.staff.login), now=visit.now
    )
    visit.do(who(found.login), work, oa=STAFF_LOG)
    return visit.go("/staff", "saved")


def new_team(visit: Visit) -> Response:
    name = visit.posted.get("name", "")
    visit.do(f"team:{name}", lambda tx: add_team(tx, name, visit.now), oa=STAFF_LOG)
    return visit.go("/staff", "added")


def _meant(visit: Visit) -> Staff:
    return visit.read(lambda reader: access_staff(reader, visit.parts["staff_id"]))


def _proof(visit: Visit) -> Proof:
    return Proof(verifier(visit.posted.get("password", "")), new_seed())


def _grants(visit: Visit) -> list[Grant]:
    """Each role has a field with the account it is for; empty: not given."""
    found = []
    for role in Role:
        oa = visit.posted.get(role.value, "")
        if oa and oa != EVERY_ACCOUNT and oa not in visit.deps.settings.oas:
            raise BadInput(role.value, "没有这个公众号")
        if oa:
            found.append(Grant(role, oa))
    return found


def _seed_page(visit: Visit, login: str, proof: Proof) -> Response:
    uri = seed_uri(proof.seed, login, visit.deps.settings.bank_name)
    drawn = segno.make(uri, error="m").svg_inline(border=2, scale=5, omitsize=False)
    picture = Markup(drawn)  # noqa: S704 - its parts are numbers
    return visit.page("staff_seed.html", login=login, seed=proof.seed, picture=picture)


PAGE = ConsolePage(
    id="ops_rbac",
    words=Words("员工与权限", "Staff and roles"),
    section=Section.HOUSE,
    scope=Scope.STAFF,
    path="/staff",
    routes=(
        get("/staff", show),
        post("/staff/add", add, "staff.add"),
        post("/staff/teams", new_team, "team.add"),
        post("/staff/{staff_id}/roles", set_roles, "staff.roles"),
        post("/staff/{staff_id}/team", set_team, "staff.team"),
        post("/staff/{staff_id}/disable", disable, "staff.disable"),
        post("/staff/{staff_id}/enable", enable, "staff.enable"),
        post("/staff/{staff_id}/renew", renew, "staff.renew"),
    ),
    place=1,
)
