"""智能客服(小微): a question in one's own words, its answer, and what is close to it."""

from __future__ import annotations

from typing import Annotated

from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.storage.store import Reader

_CLOSE = 5
_SURE = 0.35
"""Below this an entry is not the answer, only something to look at."""


@function(
    id="bot_qa",
    title="智能客服",
    group="common.service",
    about="用自己的话提问，小微从知识库里找答案，并列出相关问题",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer(
    reader: Reader,
    knowledge: KnowledgeBase,
    question: Annotated[str, Input("您的问题", InputKind.WORDS, ask="请说说您的问题")],
) -> Answer:
    knowledge.refresh(reader)
    found = knowledge.find(question, _CLOSE)
    sure = bool(found) and found[0].score >= _SURE
    near = found[1:] if sure else found
    table = Table(("相关问题",), tuple((one.entry.question,) for one in near)) if near else None
    if not sure:
        lead = "没有找到确切的答案。您可以换个说法，看看下面的相关问题，或回复“转人工”。"
        return Answer(title="智能客服", lead=lead, table=table, next=("hot_questions",))
    best = found[0].entry
    return Answer(
        title=best.question,
        lead=best.answer,
        table=table,
        next=tuple(filter(None, (best.function, "hot_questions"))),
    )
