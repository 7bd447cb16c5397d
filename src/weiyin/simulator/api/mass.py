"""/cgi-bin/draft/add, /cgi-bin/material/add_material, /cgi-bin/message/mass/*: articles to many."""

from __future__ import annotations

from typing import Any

from weiyin.simulator.api.call import OK, Answer, Call, Endpoint
from weiyin.simulator.api.media import parts
from weiyin.simulator.errors import ApiError
from weiyin.simulator.push import events
from weiyin.simulator.world.articles import Mass
from weiyin.simulator.world.chat import Side


def _add(call: Call) -> Answer:
    return {"media_id": call.live.articles.add(call.body.get("articles"))}


def _material(call: Call) -> Answer:
    """A picture that stays."""
    found = [part for part in parts(call.asked.content_type, call.asked.raw) if part.body]
    if not found:
        raise ApiError(41005)
    kind = call.query.get("type", "")
    media = call.live.media.put(kind, found[0].content_type, found[0].body)
    return {"media_id": media.media_id, "url": ""}


def _preview(call: Call) -> Answer:
    openid = call.live.followers.check_follower(call.body.get("touser")).openid
    _show(call, openid, _articles(call), "preview")
    return {**OK, "msg_id": call.world.next_id()}


def _send_all(call: Call) -> Answer:
    live, shown = call.live, _articles(call)
    chosen = call.body.get("filter")
    if not isinstance(chosen, dict):
        raise ApiError(40035)
    if chosen.get("is_to_all"):
        people = live.followers.all()
    else:
        people = live.followers.tagged(live.followers.check_tag(chosen.get("tag_id")).id)
    key = str(call.body.get("clientmsgid") or "")
    mass = live.articles.send(call.world.next_id(), key, [one.openid for one in people])
    for openid in mass.reached:
        _show(call, openid, shown, "mass")
    if mass.reached:
        _report(call, mass)
    return {**OK, "msg_id": mass.msg_id, "msg_data_id": mass.msg_id}


def _report(call: Call, mass: Mass) -> None:
    call.pushes.append(
        events.event(
            call.world,
            call.live,
            mass.reached[0],
            "MASSSENDJOBFINISH",
            MsgID=mass.msg_id,
            Status="send success",
            TotalCount=len(mass.reached) + mass.left_out,
            FilterCount=len(mass.reached),
            SentCount=len(mass.reached),
            ErrorCount=0,
        )
    )


def _articles(call: Call) -> list[dict[str, Any]]:
    """What is to be seen of the articles that the call names. Raises 40008, 40007."""
    if call.body.get("msgtype") != "mpnews":
        raise ApiError(40008)
    inner = call.body.get("mpnews")
    found = call.live.articles.get(inner.get("media_id") if isinstance(inner, dict) else None)
    return [
        {
            "title": str(one["title"]),
            "description": str(one.get("digest", "")),
            "url": str(one.get("content_source_url", "")),
            "picture": "",
        }
        for one in found
    ]


def _show(call: Call, openid: str, articles: list[dict[str, Any]], how: str) -> None:
    call.world.show(call.live, openid, Side.THEM, "news", how, articles=articles)


def _get(call: Call) -> Answer:
    mass = call.live.articles.known(call.body.get("msg_id"))
    return {"msg_id": mass.msg_id, "msg_status": mass.state}


def _delete(call: Call) -> Answer:
    call.live.articles.known(call.body.get("msg_id")).state = "DELETE"
    return OK


ENDPOINTS = (
    Endpoint("/cgi-bin/draft/add", "POST", _add),
    Endpoint("/cgi-bin/material/add_material", "POST", _material, json=False),
    Endpoint("/cgi-bin/message/mass/preview", "POST", _preview),
    Endpoint("/cgi-bin/message/mass/sendall", "POST", _send_all),
    Endpoint("/cgi-bin/message/mass/get", "POST", _get),
    Endpoint("/cgi-bin/message/mass/delete", "POST", _delete),
)
