"""What agents do at the workbench: each is judged and written in one unit with its audit row."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zlib import crc32

from starlette.responses import Response

from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.text import clean
from weiyin.console.desk.viewing import opened, seat_of, viewer_of
from weiyin.console.page import ConsolePage, Section, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.desk import agent, lists, routing
from weiyin.desk.access import access_conversation, check_supervisor
from weiyin.desk.agent import GENERAL, SKILLS, Agent
from weiyin.desk.case import CaseKind, NewCase, make_case
from weiyin.desk.conversation import Conversation, find
from weiyin.desk.handover import RETURNED, close
from weiyin.desk.message import Side
from weiyin.desk.putting import put
from weiyin.desk.telling import tell
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.teams import all_teams
from weiyin.storage.store import Tx

_ROOM = 8
_NOTE = 500
_CASE_KINDS = {CaseKind.MESSAGE, CaseKind.CALLBACK, CaseKind.COMPLAINT, CaseKind.FRAUD}


def set_state(visit: Visit) -> Response:
    """Online, busy or away; who comes for the first time takes a seat."""
    state, staff = visit.posted.get("state", ""), visit.staff
    seated = seat_of(visit) is not None

    def work(tx: Tx) -> None:
        if not seated:
            number = f"{crc32(staff.staff_id.encode()) % 10_000:04d}"
            agent.enrol(
                tx, visit.oa, staff.staff_id, name=staff.name, number=number,
                skills=(GENERAL,), room=_ROOM,
            )  # fmt: skip
        agent.set_state(tx, visit.oa, staff.staff_id, state, visit.now)
        routing.assign(tx, visit.deps.sealer, visit.oa, visit.now)

    visit.do(f"desk:{visit.oa}", work, detail={"state": state[:10]})
    return visit.go("/desk")


def take_next(visit: Visit) -> Response:
    """Whoever waits longest; nobody: back to the lists."""
    _seat(visit)
    for one in visit.read(lambda reader: lists.waiting(reader, visit.oa)):
        try:
            return _take(visit, one)
        except NotAllowed:
            continue
    return visit.go("/desk", tab="waiting")


def take(visit: Visit) -> Response:
    """One of those who wait, chosen by hand."""
    one = visit.read(lambda reader: find(reader, visit.parts["conversation_id"]))
    if one.oa != visit.oa:
        raise NotFound
    return _take(visit, one)


def say(visit: Visit) -> Response:
    """Words to the customer; the key of the form makes a second press the same message."""
    words, key = visit.posted.get("words", ""), visit.posted.get("key", "")
    if not 8 <= len(key) <= 64:
        raise BadInput("key", "请刷新页面后重试")
    deps = visit.deps

    def work(tx: Tx, one: Conversation) -> None:
        tell(
            tx, deps.sealer, deps.desk.room_of, one.conversation_id,
            staff_id=visit.staff.staff_id, words=words, key=key, now=visit.now,
        )  # fmt: skip

    return _done(visit, work)


def note(visit: Visit) -> Response:
    """Among ourselves."""
    return _written(visit, Side.NOTE)


def whisper(visit: Visit) -> Response:
    """From a supervisor to the owner; the customer sees nothing of it."""
    check_supervisor(viewer_of(visit), visit.oa)
    return _written(visit, Side.WHISPER)


def pass_on(visit: Visit) -> Response:
    """To a group of skill, a team or a colleague: `to` is `skill:credit`, `team:…`, `staff:…`."""
    kind, _, whom = visit.posted.get("to", "").partition(":")
    note = clean(visit.posted.get("words", ""), _NOTE)
    told = (visit.deps.sealer, visit.parts["conversation_id"], visit.staff.staff_id, note)

    def work(tx: Tx, one: Conversation) -> None:
        if kind == "staff":
            routing.pass_to(tx, *told, visit.now, to=agent.find(tx, one.oa, whom))
        elif kind == "team" and any(team.team_id == whom for team in all_teams(tx)):
            routing.pass_on(tx, *told, visit.now, team_id=whom)
        elif kind == "skill" and whom in SKILLS:
            routing.pass_on(tx, *told, visit.now, skill=whom)
        else:
            raise BadInput("to", "请选择转给谁")
        routing.assign(tx, visit.deps.sealer, visit.oa, visit.now)

    return _done(visit, work, detail={"to": f"{kind}:{whom}"[:40]})


def give_back(visit: Visit) -> Response:
    """To 小微, with how it ended; the customer is asked for an opinion."""
    wrap_up = visit.posted.get("wrap_up", "")
    if not wrap_up:
        raise BadInput("wrap_up", "请选择小结")

    def work(tx: Tx, one: Conversation) -> None:
        close(
            tx, visit.deps.sealer, one.conversation_id, visit.now, why="agent",
            staff_id=visit.staff.staff_id, wrap_up=wrap_up, told=RETURNED,
        )  # fmt: skip

    return _done(visit, work, detail={"wrap_up": wrap_up[:20]})


def open_case(visit: Visit) -> Response:
    """A ticket out of the conversation; its number is told to the customer by the agent."""
    words = clean(visit.posted.get("words", ""), _NOTE)
    kind = visit.posted.get("kind", "")
    if kind not in _CASE_KINDS or len(words) < 2:
        raise BadInput("words", "请选择类型并写明事项")

    def work(tx: Tx, one: Conversation) -> None:
        new = NewCase(
            one.oa, one.openid, CaseKind(kind), one.skill, words,
            clean(visit.posted.get("contact", ""), 20), one.conversation_id,
        )  # fmt: skip
        made = make_case(tx, visit.deps.sealer, new, visit.now)
        told = f"已建工单 {made.case_no}，期限 {made.due:%m-%d}"
        put(
            tx, visit.deps.sealer, one.conversation_id, side=Side.NOTE, words=told,
            now=visit.now, who=visit.staff.staff_id,
        )  # fmt: skip

    return _done(visit, work, detail={"kind": kind})


def _take(visit: Visit, one: Conversation) -> Response:
    seat = _seat(visit)
    visit.do(
        f"conversation:{one.conversation_id}",
        lambda tx: routing.take(
            tx, visit.deps.sealer, one.conversation_id, visit.oa, seat.staff_id, seat.number,
            visit.now,
        ),
    )  # fmt: skip
    return visit.go("/desk", open=one.conversation_id)


def _seat(visit: Visit) -> Agent:
    seat = seat_of(visit)
    if seat is None:
        raise NotAllowed("seat", "请先上线，再接待客户")
    return seat


def _written(visit: Visit, side: Side) -> Response:
    words = clean(visit.posted.get("words", ""), _NOTE)
    if not words:
        raise BadInput("words", "请输入内容")

    def work(tx: Tx, one: Conversation) -> None:
        put(
            tx, visit.deps.sealer, one.conversation_id, side=side, words=words, now=visit.now,
            who=visit.staff.staff_id,
        )  # fmt: skip

    return _done(visit, work)


def _done(
    visit: Visit,
    work: Callable[[Tx, Conversation], None],
    *,
    detail: dict[str, str] | None = None,
) -> Response:
    """Do it to the conversation of the address: whose it is is judged in the same unit."""
    one = opened(visit)
    viewer = viewer_of(visit)

    def judged(tx: Tx, conversation_id: str) -> None:
        work(tx, access_conversation(tx, viewer, conversation_id))

    visit.do(
        f"conversation:{one.conversation_id}",
        partial(judged, conversation_id=one.conversation_id),
        detail=detail or {},
    )
    return visit.part("desk_done.html")


_ONE = "/desk/c/{conversation_id}"

PAGE = ConsolePage(
    words=Words("客服操作", "Desk deeds"),
    section=Section.DESK,
    scope=Scope.DESK,
    path="/desk/deeds",
    routes=(
        post("/desk/state", set_state, "desk.state"),
        post("/desk/next", take_next, "desk.take"),
        post(f"{_ONE}/take", take, "desk.take"),
        post(f"{_ONE}/tell", say, "desk.tell"),
        post(f"{_ONE}/note", note, "desk.note"),
        post(f"{_ONE}/pass", pass_on, "desk.pass_on"),
        post(f"{_ONE}/return", give_back, "desk.give_back"),
        post(f"{_ONE}/case", open_case, "desk.case"),
        post(f"{_ONE}/whisper", whisper, "desk.whisper", Scope.SUPERVISE),
    ),
    group="common.service",
    place=0,
)
