"""Putting a message into a conversation, and into the outbox when the customer is to get it.

Whoever calls has judged, in this same unit, that the sender owns the conversation.
"""

from __future__ import annotations

from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.base.errors import NotFound
from weiyin.desk import message
from weiyin.desk.message import Kind, Side
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

TOPIC = "desk"

_NEXT = sql(
    "UPDATE desk_conversations SET said=said+1, version=version+1, changed_us=:now_us"
    " WHERE conversation_id=:conversation_id RETURNING said, oa"
)
_CHANGED = sql(
    "UPDATE desk_conversations SET version=version+1, changed_us=:now_us"
    " WHERE conversation_id=:conversation_id"
)


def changed(tx: Tx, conversation_id: str, now: datetime) -> None:
    """Have screens draw it anew: something that was said before looks different now."""
    tx.run(_CHANGED, conversation_id=conversation_id, now_us=to_us(now))


def put(
    tx: Tx,
    sealer: Sealer,
    conversation_id: str,
    *,
    side: Side,
    words: str,
    now: datetime,
    key: str = "",
    who: str = "",
    kind: Kind = Kind.TEXT,
    fate: str = "",
    to_customer: bool = False,
) -> int:
    """The next message of a conversation; its number. Raises NotFound."""
    row = tx.one(_NEXT, conversation_id=conversation_id, now_us=to_us(now))
    if row is None:
        raise NotFound
    seq, oa = row
    message.add(
        tx,
        sealer,
        conversation_id,
        seq,
        side=side,
        words=words,
        at=now,
        key=key,
        who=who,
        kind=kind,
        fate="queued" if to_customer else fate,
    )
    if to_customer:
        outbox.put(
            tx,
            oa=oa,
            topic=TOPIC,
            key=f"{conversation_id}:{seq}",
            payload={"conversation_id": conversation_id, "seq": seq},
            due=now,
            lane=Lane.SECURITY,
        )
    return int(seq)
