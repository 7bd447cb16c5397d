"""/cgi-bin/message/template/send, /cgi-bin/message/subscribe/bizsend, /cgi-bin/template/*."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from weiyin.base.ids import opaque_token
from weiyin.simulator.api.call import OK, Answer, Call, Endpoint
from weiyin.simulator.errors import ApiError
from weiyin.simulator.push import events
from weiyin.simulator.settings import Template
from weiyin.simulator.world.chat import Side
from weiyin.simulator.world.templates import fill


def _send(call: Call) -> Answer:
    live, body = call.live, call.body
    template = live.templates.get(body.get("template_id"))
    openid = live.followers.check_follower(body.get("touser")).openid
    rows = fill(template, body.get("data"))
    client_id = str(body.get("client_msg_id") or "")
    sent = live.templates.sent.get((openid, client_id)) if client_id else None
    if sent is not None:
        return {**OK, "msgid": sent}
    msgid = call.world.next_id()
    refused = openid in live.templates.refusing
    if client_id:
        live.templates.sent[(openid, client_id)] = msgid
    if not refused:
        call.world.show(
            live,
            openid,
            Side.THEM,
            "template",
            "template",
            title=template.title,
            rows=[asdict(row) for row in rows],
            url=_url(body),
            msgid=msgid,
        )
    status = "failed:user block" if refused else "success"
    call.pushes.append(
        events.event(call.world, live, openid, "TEMPLATESENDJOBFINISH", MsgID=msgid, Status=status)
    )
    return {**OK, "msgid": msgid}


def _url(body: dict[str, Any]) -> str:
    program = body.get("miniprogram")
    if isinstance(program, dict) and program.get("appid"):
        return f"weixin://miniprogram/{program['appid']}/{program.get('pagepath', '')}"
    return str(body.get("url") or body.get("page") or "")


def _notify(call: Call) -> Answer:
    """One subscription notice, to a follower or not: it spends one of the person's grants."""
    live, body = call.live, call.body
    openid = live.followers.check_openid(body.get("touser"))
    template = live.templates.get(body.get("template_id"))
    rows = fill(template, body.get("data"))
    chat = live.chat(openid)
    left = chat.grants.get(template.template_id, 0)
    if left == 0:
        raise ApiError(43101)
    if left > 0:
        chat.grants[template.template_id] = left - 1
    msgid = call.world.next_id()
    call.world.show(
        live,
        openid,
        Side.THEM,
        "template",
        "subscribe",
        title=template.title,
        rows=[asdict(row) for row in rows],
        url=_url(body),
        msgid=msgid,
    )
    report = {
        "TemplateId": template.template_id,
        "MsgID": str(msgid),
        "ErrorCode": "0",
        "ErrorStatus": "success",
    }
    call.pushes.append(
        events.event(
            call.world,
            live,
            openid,
            "subscribe_msg_sent_event",
            SubscribeMsgSentEvent={"List": (report,)},
        )
    )
    return {**OK, "msgid": msgid}


def _all(call: Call) -> Answer:
    kept = call.live.templates.by_id.values()
    return {
        "template_list": [
            {
                "template_id": one.template_id,
                "title": one.title,
                "primary_industry": "",
                "deputy_industry": "",
                "content": one.content,
                "example": "",
            }
            for one in kept
        ]
    }


def _add(call: Call) -> Answer:
    """Takes a template of the platform's library: here, one with the words asked for."""
    short = call.body.get("template_id_short")
    names = call.body.get("keyword_name_list")
    if not isinstance(short, str) or not short:
        raise ApiError(40037)
    words = [str(name) for name in names] if isinstance(names, list) else ["内容"]
    lines = [f"{word}：{{{{thing{number}.DATA}}}}" for number, word in enumerate(words, 1)]
    template = Template(opaque_token(call.world.rng), short, "\n".join(lines))
    call.live.templates.add(template)
    return {**OK, "template_id": template.template_id}


def _delete(call: Call) -> Answer:
    template = call.live.templates.get(call.body.get("template_id"))
    del call.live.templates.by_id[template.template_id]
    return OK


ENDPOINTS = (
    Endpoint("/cgi-bin/message/template/send", "POST", _send),
    Endpoint("/cgi-bin/message/subscribe/bizsend", "POST", _notify),
    Endpoint("/cgi-bin/template/get_all_private_template", "GET", _all),
    Endpoint("/cgi-bin/template/api_add_template", "POST", _add),
    Endpoint("/cgi-bin/template/del_private_template", "POST", _delete),
)
