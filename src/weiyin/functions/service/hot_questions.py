"""热门问题: what others were answered today, and what is always asked."""

from __future__ import annotations

from datetime import timedelta

from weiyin.assistant.knowledge import feedback
from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.base.clock import Clock
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.people.who import Who
from weiyin.storage.store import Reader

_DAY = timedelta(days=1)
_SHOWN = 8
_ALWAYS = ("wechat-033", "debit-038", "wechat-021", "transfer-001", "credit-001", "deposit-001")


@function(
    id="hot_questions",
    title="热门问题",
    group="common.service",
    about="今天大家问得最多的问题和答案",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer(who: Who, reader: Reader, knowledge: KnowledgeBase, clock: Clock) -> Answer:
    knowledge.refresh(reader)
    asked = feedback.popular(reader, who.oa, clock.now() - _DAY, _SHOWN)
    ids = dict.fromkeys((*(entry_id for entry_id, _ in asked), *_ALWAYS))
    found = [entry for id_ in ids if (entry := knowledge.get(id_)) is not None][:_SHOWN]
    return Answer(
        title="热门问题",
        lead="大家常问这些，直接把问题发给我就会回答：",
        table=Table(("问题", "答案"), tuple((one.question, one.answer) for one in found)),
        next=("bot_qa",),
    )
