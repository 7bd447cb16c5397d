"""The customer's words while a person owns the conversation: kept for that person."""

from __future__ import annotations

from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.desk.message import Kind, Side
from weiyin.desk.putting import put
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

_HEARD = sql(
    "UPDATE desk_conversations SET heard_us=:now_us, unanswered=unanswered+1"
    " WHERE conversation_id=:conversation_id AND state<>'closed'"
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
) -> bool:
    """Keep a message of the customer; False when the conversation is over meanwhile.

    `words` are masked already: nothing that does not belong in a chat is kept.
    """
    if not tx.run(_HEARD, conversation_id=conversation_id, now_us=to_us(now)):
        return False
    put(tx, sealer, conversation_id, side=Side.CUSTOMER, words=words, kind=kind, key=key, now=now)
    return True
