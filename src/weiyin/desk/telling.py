"""An agent's words to the customer: only the owner's, and only while WeChat lets them through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.text import clean
from weiyin.desk import message
from weiyin.desk.message import Side
from weiyin.desk.putting import put
from weiyin.desk.screening import check_words
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

MOST_CHARACTERS = 600

_MINE = sql(
    "UPDATE desk_conversations SET told_us=:now_us, unanswered=0,"
    " first_us=CASE WHEN first_us=0 THEN :now_us ELSE first_us END"
    " WHERE conversation_id=:conversation_id AND state='open' AND owner=:staff_id"
    " RETURNING oa, openid"
)


@dataclass(frozen=True, slots=True)
class Room:
    """How many messages the channel still lets through, and until when; None: it does not say."""

    left: int
    until: datetime | None

    def words(self) -> str:
        return f"还可发送 {self.left} 条" if self.left > 0 else "客户再次发言前不能发送消息"


RoomOf = Callable[[Reader, str, str, datetime], Room]
"""(reader, account, openid, now): asked of the channel."""


def tell(
    tx: Tx,
    sealer: Sealer,
    room_of: RoomOf,
    conversation_id: str,
    *,
    staff_id: str,
    words: str,
    key: str,
    now: datetime,
) -> int:
    """Queue an answer; its number, the same when `key` comes again.

    Raises BadInput, NotAllowed (`owner`, `window`, or what `check_words` found).
    """
    words = clean(words)
    if not words or len(words) > MOST_CHARACTERS:
        raise BadInput("words", f"请输入 1 至 {MOST_CHARACTERS} 个字")
    check_words(words)
    said = message.by_key(tx, sealer, conversation_id, key)
    if said is not None and said.who == staff_id:
        return said.seq
    mine = tx.one(_MINE, conversation_id=conversation_id, staff_id=staff_id, now_us=to_us(now))
    if mine is None:
        raise NotAllowed("owner", "会话已转给其他同事或已结束，消息没有发出")
    room = room_of(tx, mine[0], mine[1], now)
    if room.left <= message.unsent(tx, conversation_id):
        raise NotAllowed("window", "微信限制：客户发言后48小时内最多回复5条，请等客户再次发言")
    return put(
        tx,
        sealer,
        conversation_id,
        side=Side.AGENT,
        words=words,
        key=key,
        who=staff_id,
        now=now,
        to_customer=True,
    )
