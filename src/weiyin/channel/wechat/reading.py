"""From the fields of a push to its typed value."""

from __future__ import annotations

from weiyin.channel.wechat.events import EVENT_TYPES, EVENTS, head_of_event
from weiyin.channel.wechat.faults import Unreadable
from weiyin.channel.wechat.fields import Look
from weiyin.channel.wechat.messages import MESSAGES, Head, Push, Unrecognised
from weiyin.channel.wechat.xml import Fields

_MAX_NAME = 128
"""No openid, account or message id is longer: what is, is not WeChat's."""
PROBE = "checkcontainerpath"
"""The push by which cloud hosting tries an address."""


def read_push(fields: Fields) -> Push:
    """The typed value; `Unrecognised` for what is genuine and unknown.

    Raises `Unreadable` when not even sender, time and type can be told.
    """
    look = Look(fields)
    head = _head(look)
    kind = head["msg_type"]
    if kind in EVENT_TYPES:
        event = look.text("event").lower()
        head, reader = head_of_event(head, event), EVENTS.get(event)
    else:
        event, reader = "", MESSAGES.get(kind)
    if reader is None:
        return _unrecognised(head, event, "unknown type")
    try:
        return reader(look, head)
    except ValueError as why:
        return _unrecognised(head, event, f"odd {why}"[:80])


def _head(look: Look) -> Head:
    kind = look.text("msgtype").lower()
    if not kind and look.text("action").lower() == PROBE:
        kind = PROBE
    head: Head = {
        "to": look.text("tousername"),
        "openid": look.text("fromusername"),
        "created": _moment(look),
        "msg_type": kind,
        "msg_id": look.text("msgid"),
        "fields": look.fields,
    }
    names = (head["openid"], kind, head["to"], head["msg_id"], look.text("event"))
    if not kind or any(len(name) > _MAX_NAME for name in names):
        raise Unreadable("no message")
    if kind != PROBE and not (head["openid"] and head["created"] > 0):
        raise Unreadable("from nobody or out of time")
    return head


def _moment(look: Look) -> int:
    try:
        created = look.count("createtime")
    except ValueError:
        return 0
    return created if created < 1 << 40 else 0


def _unrecognised(head: Head, event: str, why: str) -> Unrecognised:
    known = {name: value for name, value in head.items() if name != "event"}
    return Unrecognised(**known, event=event, why=why)
