"""From a typed push to an `Ask`, and the key by which a second delivery meets the first answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import from_us
from weiyin.base.text import clean
from weiyin.channel.wechat import events, messages
from weiyin.channel.wechat.fields import flatten
from weiyin.channel.wechat.messages import Push

_HEADER = frozenset(
    {"tousername", "fromusername", "createtime", "msgtype", "msgid", "event", "content", "encrypt"}
)
_MAX_DETAIL = 512
_MAX_FACTS = 64
_MAX_MEDIA_ID = 256

Told = dict[str, Any]


def ask_of(oa: str, push: Push) -> Ask:
    """What is asked. Words are cleaned; events say their name under `event` in the detail."""
    told = _TOLD.get(type(push), _other)(push)
    told.setdefault("kind", AskKind.OTHER)
    return Ask(
        oa=oa,
        openid=push.openid,
        key=key_of(push),
        at=from_us(0) + timedelta(seconds=push.created),
        **told,
    )


def key_of(push: Push) -> str:
    """The same for each delivery of one push, different for any two pushes.

    MsgId where there is one. Events have none, and WeChat's own rule (sender and second) is too
    coarse: a scan and a whereabouts come in one second. So all the event's fields count. The
    sender is part of every key: nobody ever meets the answer of another.
    """
    event = getattr(push, "event", "")
    if push.msg_id and not event:
        return f"{push.openid}:{push.msg_id}"
    facts = repr(sorted(flatten(push.fields))).encode()
    digest = hashlib.blake2b(facts, digest_size=12).hexdigest()
    return f"{push.openid}:{push.created}:{event or push.msg_type}:{digest}"


def _text(push: messages.Text) -> Told:
    told: Told = {"kind": AskKind.TEXT, "text": clean(push.content)}
    if push.menu_id:
        told["detail"] = (("bizmsgmenuid", push.menu_id),)
    return told


def _image(push: messages.Image) -> Told:
    return {"kind": AskKind.PICTURE, "media_id": _media(push.media_id), "detail": _detail(push)}


def _voice(push: messages.Voice) -> Told:
    return {
        "kind": AskKind.VOICE,
        "text": clean(push.recognition),
        "media_id": _media(push.media_id_16k or push.media_id),
        "detail": _detail(push),
    }


def _video(push: messages.Video) -> Told:
    return {"media_id": _media(push.media_id), "detail": _detail(push)}


def _location(push: messages.Location) -> Told:
    return {"kind": AskKind.PLACE, "place": push.point, "text": clean(push.point.label)}


def _subscribe(push: events.Subscribe) -> Told:
    return {"kind": AskKind.FOLLOW, "text": clean(push.scene)}


def _unsubscribe(_push: events.Unsubscribe) -> Told:
    return {"kind": AskKind.UNFOLLOW}


def _scan(push: events.Scan) -> Told:
    return {"kind": AskKind.SCAN, "text": clean(push.scene)}


def _whereabouts(push: events.Whereabouts) -> Told:
    return {"kind": AskKind.WHEREABOUTS, "place": push.point}


def _click(push: events.Click) -> Told:
    return {"kind": AskKind.TAP, "text": clean(push.key)}


def _scan_code(push: events.ScanCode) -> Told:
    # Only scancode_waitmsg keeps the customer waiting for words; the other opened the code itself.
    waiting = push.event == "scancode_waitmsg"
    told: Told = {"kind": AskKind.TAP, "text": clean(push.key)} if waiting else {}
    return {**told, "detail": _detail(push)}


def _location_select(push: events.LocationSelect) -> Told:
    # The place itself follows as a location message, which is the one to answer.
    return {"place": push.point, "detail": _detail(push)}


def _job_finished(push: events.JobFinished) -> Told:
    fate = "sent" if push.arrived else "failed"
    facts = (("msgid", push.job), ("fate", fate), ("status", push.status))
    return {"kind": AskKind.DELIVERY, "detail": (("event", push.event), *facts)}


def _subscribe_msg(push: events.SubscribeMsg) -> Told:
    if push.event != "subscribe_msg_sent_event":
        return {"detail": _detail(push)}
    first = push.choices[0] if push.choices else events.Choice(template_id="", status="")
    fate = "failed" if first.status.startswith("fail") else "sent"
    facts = (("msgid", first.msg_id), ("fate", fate), ("status", first.status))
    return {"kind": AskKind.DELIVERY, "detail": facts + _detail(push)}


def _media(media_id: str) -> str:
    return media_id if len(media_id) <= _MAX_MEDIA_ID else ""


def _other(push: Push) -> Told:
    return {"detail": _detail(push)}


def _detail(push: Push) -> tuple[tuple[str, str], ...]:
    """What the push is (`event` or `msgtype`), then its further fields by lower-case path."""
    event = getattr(push, "event", "")
    what = ("event", event) if event else ("msgtype", push.msg_type)
    further = flatten({n: v for n, v in push.fields.items() if n not in _HEADER})
    return (what, *((name, clean(value, _MAX_DETAIL)) for name, value in further[:_MAX_FACTS]))


_TOLD: dict[type[Push], Callable[[Any], Told]] = {
    messages.Text: _text,
    messages.Image: _image,
    messages.Voice: _voice,
    messages.Video: _video,
    messages.Location: _location,
    events.Subscribe: _subscribe,
    events.Unsubscribe: _unsubscribe,
    events.Scan: _scan,
    events.Whereabouts: _whereabouts,
    events.Click: _click,
    events.ScanCode: _scan_code,
    events.LocationSelect: _location_select,
    events.JobFinished: _job_finished,
    events.SubscribeMsg: _subscribe_msg,
}
