"""The bytes that answer a push: plain or sealed, XML or JSON as the push was."""

from __future__ import annotations

from datetime import datetime

import msgspec

from weiyin.channel.wechat.envelope import Envelope, Opened
from weiyin.channel.wechat.messages import Push
from weiyin.channel.wechat.replies import NoReply, Passive, fields_of
from weiyin.channel.wechat.xml import Written, write_xml

SUCCESS = b"success"
"""Received, nothing to say: never sealed, whatever the mode."""


def write_answer(
    reply: Passive, push: Push, opened: Opened, envelope: Envelope, now: datetime
) -> bytes:
    """`reply` to the sender of `push`, sealed with the key that opened it."""
    if isinstance(reply, NoReply):
        return SUCCESS
    at = int(now.timestamp())
    fields = fields_of(reply, to=push.openid, sender=push.to, at=at)
    if opened.key is not None:
        fields = envelope.seal(_write(fields, opened), opened, at)
    return _write(fields, opened)


def _write(fields: dict[str, Written], opened: Opened) -> bytes:
    return msgspec.json.encode(fields) if opened.is_json else write_xml(fields).encode()
