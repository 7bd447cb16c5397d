"""留言/工单: a question for people who are not there now, with a number and a deadline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.base.clock import SHANGHAI, Clock
from weiyin.desk.case import CaseKind, NewCase, make_case
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.service.written import check_written
from weiyin.people.who import Who
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Tx

_WAYS = (("message", "微信回复我"), ("callback", "请回电给我"))
_SAID = (("callback", "回电|回个电话|打电话给我|给我打电话|回拨"),)


@dataclass(frozen=True, slots=True)
class MessageOrder:
    kind: str
    words: str
    contact: str


@function(
    id="agent_leave_message",
    title="留言",
    group="common.service",
    about="客服不在时留言，或请客服回电，每一条都有编号和答复期限",
    risk=Risk.CHANGE,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer(
    words: Annotated[str, Input("留言内容", InputKind.WORDS, ask="请说说您的问题，我转给客服")],
    way: Annotated[
        str | None, Input("答复方式", InputKind.CHOICE, options=_WAYS, said=_SAID)
    ] = None,
    contact: Annotated[
        str | None, Input("联系电话", InputKind.PHONE, help="请回电时必填，其他选填")
    ] = None,
) -> DraftRequest:
    check_written(words, "words")
    kind = CaseKind.CALLBACK if way == "callback" and contact else CaseKind.MESSAGE
    return DraftRequest(
        title="回电请求" if kind is CaseKind.CALLBACK else "留言",
        facts=(
            ("内容", words),
            ("答复", "4小时内回电" if kind is CaseKind.CALLBACK else "1天内在微信答复"),
            *((("联系电话", contact),) if contact else ()),
        ),
        order=MessageOrder(kind.value, words, contact or ""),
        step_up=StepUp.NONE,
    )


def perform(order: MessageOrder, who: Who, tx: Tx, clock: Clock, sealer: Sealer) -> Answer:
    new = NewCase(who.oa, who.openid, CaseKind(order.kind), "", order.words, order.contact)
    made = make_case(tx, sealer, new, clock.now())
    return Answer(
        title="已登记",
        lead="客服会按时答复您，也可以随时用编号查询进展。",
        facts=(
            ("编号", made.case_no),
            ("答复期限", f"{made.due.astimezone(SHANGHAI):%m-%d %H:%M}"),
        ),
        next=("handoff_agent",),
    )
