"""投诉建议: registered with a number, answered within fifteen days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.base.clock import SHANGHAI, Clock
from weiyin.base.pictures import Stage
from weiyin.desk.case import LIFE, CaseKind, NewCase, make_case
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.service.written import check_written
from weiyin.people.who import Who
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Tx

_KINDS = (("complaint", "投诉"), ("suggestion", "建议"))
_SAID = (("suggestion", "建议|意见"), ("complaint", "投诉"))
_TOPICS = (
    ("service", "服务态度"),
    ("fee", "收费"),
    ("card", "银行卡与信用卡"),
    ("loan", "贷款"),
    ("wealth", "理财"),
    ("app", "微信银行使用"),
    ("other", "其他"),
)
_DAYS = LIFE[CaseKind.COMPLAINT].days


@dataclass(frozen=True, slots=True)
class ComplaintOrder:
    kind: str
    topic: str
    words: str
    contact: str


@function(
    id="complaint",
    title="投诉建议",
    group="common.service",
    about=f"登记投诉或建议，给您编号，{_DAYS}天内答复",
    risk=Risk.CHANGE,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer(
    words: Annotated[
        str,
        Input(
            "具体内容",
            InputKind.WORDS,
            ask=f"很抱歉给您带来不便。请说说事情的经过，我为您登记编号，{_DAYS}天内答复",
        ),
    ],
    kind: Annotated[str | None, Input("类型", InputKind.CHOICE, options=_KINDS, said=_SAID)] = None,
    topic: Annotated[str | None, Input("涉及业务", InputKind.CHOICE, options=_TOPICS)] = None,
    contact: Annotated[str | None, Input("联系电话", InputKind.PHONE, help="选填")] = None,
) -> DraftRequest:
    check_written(words, "words")
    what, about = kind or "complaint", topic or "other"
    return DraftRequest(
        title=f"提交{dict(_KINDS)[what]}",
        facts=(
            ("内容", words),
            ("涉及业务", dict(_TOPICS)[about]),
            ("答复期限", f"{_DAYS}天内"),
            *((("联系电话", contact),) if contact else ()),
        ),
        order=ComplaintOrder(what, about, words, contact or ""),
        step_up=StepUp.NONE,
    )


def perform(order: ComplaintOrder, who: Who, tx: Tx, clock: Clock, sealer: Sealer) -> Answer:
    new = NewCase(who.oa, who.openid, CaseKind(order.kind), order.topic, order.words, order.contact)
    made = make_case(tx, sealer, new, clock.now())
    due = f"{made.due.astimezone(SHANGHAI):%Y-%m-%d}"
    return Answer(
        title="已登记",
        lead="感谢您的反馈，我们会认真调查并按时答复您。",
        facts=(("编号", made.case_no), ("答复期限", due)),
        steps=(
            Stage("登记", "done", f"{made.made.astimezone(SHANGHAI):%m-%d %H:%M}"),
            Stage("调查", "now"),
            Stage("答复", "next", f"{due}前"),
        ),
        next=("handoff_agent",),
    )
