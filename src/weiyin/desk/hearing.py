"""The customer's words while a person owns the conversation: kept for that person."""

from __future__ import annotations

from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.desk import picture
from weiyin.desk.message import Kind, Side
from weiyin.desk.putting import put
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

_HEARD = sql(
    "UPDATE desk_conversations SET heard_us=:now_us, unanswered=unanswered+1"
    " WHERE conversation_id=:conversation_id AND state<>'closed' RETURNING oa"
)


def hear(
    tx: Tx,
    sealer: Sealer,
    conversation_id: str,
    *,
    words: str,
    kind: Kind,
    key: str,
    now: datetime,
    media_id: str = "",
) -> bool:
    """Keep a message of the customer; False when the conversation is over meanwhile.

    `words` are masked already: nothing that does not belong in a chat is kept. `media_id`: of a
    picture, which is fetched soon.
    """
    row = tx.one(_HEARD, conversation_id=conversation_id, now_us=to_us(now))
    if row is None:
        return False
    seq = put(
        tx, sealer, conversation_id, side=Side.CUSTOMER, words=words, kind=kind, key=key, now=now,
        fate=picture.FETCHING if media_id else "",
    )  # fmt: skip
    if media_id:
        picture.expect(tx, row[0], conversation_id, seq, media_id, now)
    return True
