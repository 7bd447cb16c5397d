"""坐席与时间: who sits at the desk with what skills, and when each group is there."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.base.errors import BadInput
from weiyin.base.text import clean
from weiyin.console.desk import naming
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.desk import agent
from weiyin.desk.agent import SKILLS
from weiyin.desk.hours import EVERYBODY, WrittenHours, drop_hours, put_hours, written_hours
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.staff import all_staff
from weiyin.people.staff.teams import all_teams

_HOURS = 60


def show(visit: Visit) -> Response:
    seats = visit.read(lambda reader: agent.all_of(reader, visit.oa))
    seated = {one.staff_id for one in seats}
    staff = visit.read(all_staff)
    skills = naming.skills(visit.lang)
    return visit.page(
        "desk_seats.html",
        seats=seats,
        free=[one for one in staff if one.may(Scope.DESK, visit.oa) and one.staff_id not in seated],
        teams={team.team_id: team.name for team in visit.read(all_teams)},
        hours=visit.read(lambda reader: written_hours(reader, visit.oa)),
        groups={EVERYBODY: visit.say("全部技能组", "Whole desk"), **skills},
        now=visit.now,
        skills=skills,
        states=naming.states(visit.lang),
    )


def seat(visit: Visit) -> Response:
    """Seat somebody, or change what they do at the desk."""
    staff_id = visit.posted.get("staff_id", "")
    known = {one.staff_id: one for one in visit.read(all_staff)}
    staff = known.get(staff_id)
    if staff is None or not staff.may(Scope.DESK, visit.oa):
        raise BadInput("staff_id", "请选择员工")
    skills = tuple(key for key in SKILLS if visit.posted.get(f"skill_{key}") == "on")
    number, room = visit.posted.get("number", ""), visit.posted.get("room", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise BadInput("number", "工号为 1 至 6 位数字")
    if not (room.isascii() and room.isdigit() and len(room) <= 2):
        raise BadInput("room", "请填写同时接待数")
    visit.do(
        f"staff:{staff.login}",
        lambda tx: agent.enrol(
            tx, visit.oa, staff_id, name=staff.name, number=number, skills=skills, room=int(room)
        ),
        detail={"skills": " ".join(skills), "room": room},
    )
    return visit.go("/desk/seats", "saved")


def write_hours(visit: Visit) -> Response:
    """Of a group, or of the whole desk; customers are told them from now on."""
    skill = _group(visit)
    written = WrittenHours(
        skill,
        clean(visit.posted.get("workdays", ""), _HOURS),
        clean(visit.posted.get("days_off", ""), _HOURS),
    )
    visit.do(
        f"hours:{skill or 'all'}",
        lambda tx: put_hours(tx, visit.oa, written, visit.now),
        detail={"workdays": written.workdays, "days_off": written.days_off},
    )
    return visit.go("/desk/seats", "saved")


def remove_hours(visit: Visit) -> Response:
    skill = _group(visit)
    visit.do(f"hours:{skill or 'all'}", lambda tx: drop_hours(tx, visit.oa, skill))
    return visit.go("/desk/seats", "removed")


def _group(visit: Visit) -> str:
    skill = visit.posted.get("skill", "")
    if skill != EVERYBODY and skill not in SKILLS:
        raise BadInput("skill", "请选择技能组")
    return skill


PAGE = ConsolePage(
    words=Words("坐席与时间", "Seats and hours"),
    section=Section.DESK,
    scope=Scope.SUPERVISE,
    path="/desk/seats",
    routes=(
        get("/desk/seats", show),
        post("/desk/seats", seat, "desk.seat"),
        post("/desk/hours", write_hours, "desk.hours"),
        post("/desk/hours/remove", remove_hours, "desk.hours_remove"),
    ),
    group="common.service",
    place=4,
)
