"""满意度: one to five stars for a conversation that is over, once, within a day."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from weiyin.base.clock import to_us
from weiyin.desk.conversation import Conversation, State
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

ASKED_FOR = timedelta(days=1)
STARS = {5: "非常满意", 4: "满意", 3: "一般", 2: "不满意", 1: "非常不满意"}
_BY_WORDS = {words: stars for stars, words in STARS.items()}
_SAID = re.compile(r"([1-5])\s*(?:分|星)?")

_SCORE = sql(
    "UPDATE desk_conversations SET score=:score, opinion=:opinion, version=version+1,"
    " changed_us=:now_us WHERE conversation_id=:conversation_id AND state='closed' AND score=0"
)


def stars_in(words: str) -> int | None:
    """`5`, `4分`, `非常满意`: the whole message."""
    plain = words.strip(" 。.!！~")
    found = _SAID.fullmatch(plain)
    return int(found[1]) if found else _BY_WORDS.get(plain)


def is_asked(conversation: Conversation, now: datetime) -> bool:
    """Whether an opinion of this conversation is still waited for."""
    over = conversation.state is State.CLOSED and conversation.taken_us > 0
    recent = conversation.closed_us > to_us(now - ASKED_FOR)
    return over and recent and conversation.score == 0


def judge(tx: Tx, conversation_id: str, score: int, opinion: str, now: datetime) -> bool:
    """False when it was judged before."""
    assert 1 <= score <= 5
    return (
        tx.run(
            _SCORE,
            conversation_id=conversation_id,
            score=score,
            opinion=opinion,
            now_us=to_us(now),
        )
        == 1
    )
