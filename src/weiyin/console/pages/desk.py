"""The agents' workbench: who waits, what is mine, one conversation, and what helps to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.responses import Response, StreamingResponse

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotFound
from weiyin.console.desk import naming, suggesting
from weiyin.console.desk.customer import customer_card
from weiyin.console.desk.hub import Ground, Screen
from weiyin.console.desk.viewing import opened, seat_of, viewer_of
from weiyin.console.page import ConsolePage, Section, get
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.desk import agent, lists, message
from weiyin.desk.agent import Agent
from weiyin.desk.conversation import Conversation
from weiyin.desk.picture import find_picture
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.teams import all_teams
from weiyin.storage.store import Reader

_A_SHIFT = timedelta(hours=4)
"""As long as a session may last: an older page is read anew."""


def show(visit: Visit) -> Response:
    """The whole workbench, with nothing opened yet."""
    return visit.page(
        "desk.html",
        seat=seat_of(visit),
        states=naming.states(visit.lang).items(),
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
        talk=one.conversation_id,
        messages=visit.read(lambda r: message.since(r, deps.sealer, one.conversation_id)),
        room=visit.read(lambda r: deps.desk.room_of(r, one.oa, one.openid, visit.now)),
        card=card,
        mine=one.owner == visit.staff.staff_id,
        canned=suggesting.canned_for(visit, card.name, seat),
        wrap_ups=naming.wrap_ups(visit.lang),
        skills=naming.skills(visit.lang),
        teams=visit.read(all_teams),
        colleagues=[one for one in _there(visit) if one.staff_id != visit.staff.staff_id],
    )


def show_picture(visit: Visit) -> Response:
    """A customer's picture, to the one who serves them and to nobody else; the look is logged."""
    one, deps = opened(visit, noted=True), visit.deps
    seq = visit.parts["seq"]
    if one.owner != visit.staff.staff_id or not (seq.isascii() and seq.isdigit() and len(seq) < 9):
        raise NotFound
    found = visit.read(
        lambda r: find_picture(r, deps.sealer, one.conversation_id, int(seq), visit.now)
    )
    alone = {"content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'"}
    return Response(found, media_type="image/jpeg", headers=alone)


def show_messages(visit: Visit) -> Response:
    """What was said behind message `after`, for a screen that was cut off."""
    one = opened(visit)
    after = visit.query.get("after", "0")
    first = int(after) if after.isascii() and after.isdigit() else 0
    found = visit.read(lambda r: message.since(r, visit.deps.sealer, one.conversation_id, first))
    return visit.part("desk_messages.html", messages=found, talk=one.conversation_id)


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
    screen = Screen(visit.signed_in.key, viewer.staff_id, visit.oa, viewer.supervisor, visit.lang)
    ground = Ground(deps.store, deps.clock, deps.sealer, visit.renderer.draw)
    return StreamingResponse(
        deps.desk.hub.stream(ground, screen),
        media_type="text/event-stream",
        headers={"x-accel-buffering": "no"},
    )


def _there(visit: Visit) -> list[Agent]:
    seats = visit.read(lambda reader: agent.all_of(reader, visit.oa))
    return [one for one in seats if one.is_there(visit.now)]


def _lists(visit: Visit) -> dict[str, Any]:
    me, oa = visit.staff.staff_id, visit.oa
    tab, leads = visit.query.get("tab", "mine"), visit.may(Scope.SUPERVISE)
    team_id = visit.query.get("team", "") if leads else visit.staff.team_id
    seats = visit.read(lambda reader: agent.all_of(reader, oa)) if tab == "team" else ()
    sealer = visit.deps.sealer
    names = {one.staff_id: one.name for one in seats}

    def rows(reader: Reader) -> tuple[Conversation, ...]:
        if tab == "waiting":
            return lists.waiting(reader, oa)
        if tab == "team":
            return lists.team(reader, oa, team_id) if leads or team_id else ()
        return lists.mine(reader, oa, me)

    return {
        "tab": tab,
        "rows": visit.read(rows),
        "counts": visit.read(lambda reader: lists.counts(reader, oa)),
        "mine_count": visit.read(lambda reader: lists.mine_count(reader, oa, me)),
        "most": lists.MOST,
        "team_id": team_id,
        "teams": visit.read(all_teams) if tab == "team" and leads else [],
        "names": names,
        "me": me,
        "last": visit.read(lambda r: lists.last_said(r, sealer, oa, me)) if tab == "mine" else {},
        "skills": naming.skills(visit.lang),
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
        get("/desk/c/{conversation_id}/picture/{seq}", show_picture),
        get("/desk/c/{conversation_id}/suggestions", show_suggestions),
    ),
    place=1,
)
