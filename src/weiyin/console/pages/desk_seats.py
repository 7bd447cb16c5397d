"""坐席与话术: who sits at the desk with what skills, how the team is doing, canned answers."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.base.errors import BadInput
from weiyin.base.text import clean
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.desk import agent, lists
from weiyin.desk.agent import SKILLS, STATES
from weiyin.desk.canned import Canned, canned_of, drop_canned, put_canned
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.staff import all_staff


def show(visit: Visit) -> Response:
    seats = visit.read(lambda reader: agent.all_of(reader, visit.oa))
    seated = {one.staff_id for one in seats}
    staff = visit.read(all_staff)
    return visit.page(
        "desk_seats.html",
        seats=seats,
        free=[one for one in staff if one.may(Scope.DESK, visit.oa) and one.staff_id not in seated],
        counts=visit.read(lambda reader: lists.counts(reader, visit.oa)),
        canned=visit.read(lambda reader: canned_of(reader, visit.oa)),
        now=visit.now,
        skills=SKILLS,
        states=STATES,
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


def write_canned(visit: Visit) -> Response:
    canned = Canned(
        code=visit.posted.get("code", "").lower(),
        skill="",
        title=clean(visit.posted.get("title", ""), 30),
        words=clean(visit.posted.get("words", ""), 500),
    )
    visit.do(f"canned:{canned.code[:12]}", lambda tx: put_canned(tx, visit.oa, canned, visit.now))
    return visit.go("/desk/seats", "saved")


def remove_canned(visit: Visit) -> Response:
    code = visit.posted.get("code", "")
    visit.do(f"canned:{code[:12]}", lambda tx: drop_canned(tx, visit.oa, code))
    return visit.go("/desk/seats", "removed")


PAGE = ConsolePage(
    words=Words("坐席与话术", "Seats and canned answers"),
    section=Section.DESK,
    scope=Scope.SUPERVISE,
    path="/desk/seats",
    routes=(
        get("/desk/seats", show),
        post("/desk/seats", seat, "desk.seat"),
        post("/desk/canned", write_canned, "desk.canned"),
        post("/desk/canned/remove", remove_canned, "desk.canned_remove"),
    ),
    group="common.service",
    place=3,
)
