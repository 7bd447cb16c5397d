"""The agents' workbench: who waits, what is mine, one conversation, and what helps to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.responses import Response, StreamingResponse

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotFound
from weiyin.console.desk import suggesting
from weiyin.console.desk.customer import customer_card, short_name
from weiyin.console.desk.hub import Ground, Screen
from weiyin.console.desk.viewing import opened, seat_of, viewer_of
from weiyin.console.page import ConsolePage, Section, get
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.desk import agent, lists, message
from weiyin.desk.conversation import Conversation
from weiyin.desk.handover import WRAP_UPS
from weiyin.people.staff.roles import Scope
from weiyin.storage.store import Reader

_A_SHIFT = timedelta(hours=4)
"""As long as a session may last: an older page is read anew."""


def show(visit: Visit) -> Response:
    """The whole workbench, with nothing opened yet."""
    return visit.page(
        "desk.html",
        seat=seat_of(visit),
        states=agent.STATES,
        drawn=to_us(visit.now),
        **_lists(visit),
    )


def show_lists(visit: Visit) -> Response:
    return visit.part("desk_lists.html", **_lists(visit))


def show_conversation(visit: Visit) -> Response:
    """Opened: the look is in the audit log."""
    one = opened(visit, noted=True)
    deps = visit.deps
    seat = seat_of(visit)
    card = customer_card(visit, one)
    return visit.part(
        "desk_conversation.html",
        one=one,
        messages=visit.read(lambda r: message.since(r, deps.sealer, one.conversation_id)),
        room=visit.read(lambda r: deps.desk.room_of(r, one.oa, one.openid, visit.now)),
        card=card,
        mine=one.owner == visit.staff.staff_id,
        canned=suggesting.canned_for(visit, card.name, seat.number if seat else ""),
        wrap_ups=WRAP_UPS,
        skills=agent.SKILLS,
    )


def show_messages(visit: Visit) -> Response:
    """What was said behind message `after`, for a screen that was cut off."""
    one = opened(visit)
    after = visit.query.get("after", "0")
    first = int(after) if after.isascii() and after.isdigit() else 0
    found = visit.read(lambda r: message.since(r, visit.deps.sealer, one.conversation_id, first))
    return visit.part("desk_messages.html", messages=found)


def show_room(visit: Visit) -> Response:
    """How many messages WeChat still lets through."""
    one, tools = opened(visit), visit.deps.desk
    room = visit.read(lambda reader: tools.room_of(reader, one.oa, one.openid, visit.now))
    return visit.part("desk_room.html", room=room)


def show_suggestions(visit: Visit) -> Response:
    title, found = suggesting.reading_of(visit, opened(visit))
    return visit.part("desk_suggestions.html", title=title, found=found)


def search_knowledge(visit: Visit) -> Response:
    words = visit.query.get("q", "")[:100]
    return visit.part("desk_found.html", asked=words, found=suggesting.search(visit, words))


def stream(visit: Visit) -> Response:
    """`GET /desk/stream/{drawn}`: what changes, from the page's drawing on, as it happens."""
    drawn = visit.parts["drawn"]
    if not drawn.isdigit() or len(drawn) > 17 or from_us(int(drawn)) < visit.now - _A_SHIFT:
        raise NotFound
    viewer, deps = viewer_of(visit), visit.deps
    screen = Screen(visit.signed_in.key, viewer.staff_id, visit.oa, viewer.supervisor)
    ground = Ground(deps.store, deps.clock, deps.sealer, visit.renderer.draw)
    return StreamingResponse(
        deps.desk.hub.stream(ground, screen),
        media_type="text/event-stream",
        headers={"x-accel-buffering": "no"},
    )


def _lists(visit: Visit) -> dict[str, Any]:
    me, oa = visit.staff.staff_id, visit.oa
    tab = visit.query.get("tab", "mine")

    def rows(reader: Reader) -> tuple[Conversation, ...]:
        if tab == "waiting":
            return lists.waiting(reader, oa)
        if tab == "team" and visit.may(Scope.SUPERVISE):
            return lists.team(reader, oa)
        return lists.mine(reader, oa, me)

    return {
        "tab": tab,
        "rows": visit.read(rows),
        "counts": visit.read(lambda reader: lists.counts(reader, oa)),
        "mine_count": visit.read(lambda reader: len(lists.mine(reader, oa, me))),
        "short_name": short_name,
    }


PAGE = ConsolePage(
    id="ops_agent_desk",
    more_ids=(("ops_agent_supervise", Words("人工客服监管", "Supervision")),),
    words=Words("客服工作台", "Service desk"),
    section=Section.DESK,
    scope=Scope.DESK,
    path="/desk",
    routes=(
        get("/desk", show),
        get("/desk/lists", show_lists),
        get("/desk/knowledge", search_knowledge),
        get("/desk/stream/{drawn}", stream),
        get("/desk/c/{conversation_id}", show_conversation),
        get("/desk/c/{conversation_id}/messages", show_messages),
        get("/desk/c/{conversation_id}/room", show_room),
        get("/desk/c/{conversation_id}/suggestions", show_suggestions),
    ),
    place=1,
)
