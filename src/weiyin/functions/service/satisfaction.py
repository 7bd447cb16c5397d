"""满意度评价: stars and a word for the last talk with a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.base.clock import SHANGHAI, Clock
from weiyin.base.mask import scrub
from weiyin.desk import survey
from weiyin.desk.conversation import latest_of
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who
from weiyin.storage.store import Reader, Tx

_STARS = tuple((str(stars), words) for stars, words in survey.STARS.items())
_SAID = (
    ("1", "非常不满意|太差|很差|极差"),
    ("2", "不满意|不好|差评"),
    ("5", "非常满意|很满意|太好|五星|好评"),
    ("4", "满意"),
    ("3", "一般|还行|凑合"),
)
_NONE = "没有待评价的人工服务。每次人工服务结束后一天内可以评价。"


@dataclass(frozen=True, slots=True)
class SurveyOrder:
    conversation_id: str
    stars: int
    opinion: str


@function(
    id="satisfaction_survey",
    title="满意度评价",
    group="common.service",
    about="人工服务结束后打分，也可以写几句意见",
    risk=Risk.CHANGE,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer(
    who: Who,
    reader: Reader,
    clock: Clock,
    stars: Annotated[
        str | None, Input("评价", InputKind.CHOICE, options=_STARS, said=_SAID)
    ] = None,
    opinion: Annotated[str | None, Input("意见", InputKind.WORDS)] = None,
) -> Answer | DraftRequest:
    last = latest_of(reader, who.oa, who.openid)
    if last is None or not survey.is_asked(last, clock.now()):
        return Answer(title="满意度评价", lead=_NONE, next=("complaint",))
    when = f"{last.asked.astimezone(SHANGHAI):%m-%d %H:%M}"
    if stars is None:
        lead = f"请为 {when} 的人工服务打分：回复 1 至 5（5 为非常满意）。"
        return Answer(title="满意度评价", lead=lead)
    words = scrub(opinion or "")
    return DraftRequest(
        title="满意度评价",
        facts=(("服务时间", when), ("评价", dict(_STARS)[stars]), ("意见", words or "无")),
        order=SurveyOrder(last.conversation_id, int(stars), words),
        step_up=StepUp.NONE,
    )


def perform(order: SurveyOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    last = latest_of(tx, who.oa, who.openid)
    known = last is not None and last.conversation_id == order.conversation_id
    if not known or not survey.judge(
        tx, order.conversation_id, order.stars, order.opinion, clock.now()
    ):
        return Answer(title="满意度评价", lead="这次服务已经评价过了，感谢您。")
    return Answer(title="评价成功", lead="感谢您的评价，我们会继续改进。")
