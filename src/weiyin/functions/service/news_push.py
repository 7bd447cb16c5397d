"""资讯推送: agree to be told of offers and articles, or not any more; with the latest ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from weiyin.base.clock import SHANGHAI, Clock
from weiyin.base.views import Offer
from weiyin.functions.agreements import access_agreement
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.outreach.campaigns.members import A_MONTH
from weiyin.outreach.messages import KEPT, messages_of
from weiyin.people.consents import Purpose, end_consent, give_consent, standing_consent
from weiyin.people.who import Who
from weiyin.storage.store import Reader, Tx

AGREEMENT = "marketing"
_SWITCH = (("on", "同意接收"), ("off", "不再接收"))
_LATEST, _LOOKED_THROUGH = 5, 500


@dataclass(frozen=True, slots=True)
class NewsOrder:
    on: bool


@function(
    id="news_push",
    title="资讯推送",
    group="common.service",
    about=f"优惠与资讯推送，同意后才会发送，每月最多{A_MONTH}次，随时可退订",
    risk=Risk.CHANGE,
    needs=Needs.ANYONE,
)
def answer(
    who: Who,
    reader: Reader,
    clock: Clock,
    switch: Annotated[str | None, Input("资讯推送", InputKind.CHOICE, options=_SWITCH)] = None,
) -> Answer | DraftRequest:
    agreed = standing_consent(reader, who.oa, who.openid, Purpose.MARKETING) is not None
    wanted = agreed if switch is None else switch == "on"
    if wanted != agreed:
        text = access_agreement(AGREEMENT)
        return DraftRequest(
            title=text.title if wanted else "退订资讯推送",
            facts=(("资讯推送", "同意接收" if wanted else "不再接收"),),
            order=NewsOrder(wanted),
            step_up=StepUp.NONE,
            warning="\n".join(text.paragraphs) if wanted else "",
        )
    now = clock.now()
    soon = now + timedelta(minutes=1)
    kept = messages_of(reader, who, now - KEPT, soon, _LOOKED_THROUGH)
    rows = tuple(
        (f"{one.at.astimezone(SHANGHAI):%m-%d}", one.title)
        for one in kept
        if one.kind == "campaign"
    )
    return Answer(
        title="资讯推送",
        lead="您已同意接收优惠与资讯，随时可以退订。" if agreed else "您没有订阅优惠与资讯。",
        table=Table(("日期", "资讯"), rows[:_LATEST]) if rows else None,
        next=("news_push", "message_center"),
    )


def offer(who: Who, reader: Reader) -> tuple[Offer, ...]:
    agreed = standing_consent(reader, who.oa, who.openid, Purpose.MARKETING) is not None
    return (Offer("switch", "on" if agreed else "off"),)


def perform(order: NewsOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    if not order.on:
        end_consent(tx, who.oa, who.openid, Purpose.MARKETING, clock.now())
        return Answer(title="已退订", lead="不会再向您推送优惠与资讯，业务通知不受影响。")
    text = access_agreement(AGREEMENT)
    give_consent(
        tx,
        oa=who.oa,
        openid=who.openid,
        purpose=Purpose.MARKETING,
        version=text.version,
        text="\n".join((text.title, *text.paragraphs)),
        at=clock.now(),
    )
    return Answer(
        title="订阅成功", lead="有适合您的优惠与资讯时会告诉您。", next=("offers_nearby",)
    )
