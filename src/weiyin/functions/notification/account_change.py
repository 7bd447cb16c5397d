"""动账通知: look at the setting, switch it, choose from which amount and whether with balance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from weiyin.base.clock import Clock
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.outreach.preferences import (
    Preference,
    Topic,
    preference_of,
    set_preference,
    switch_topic,
)
from weiyin.people.who import Who
from weiyin.storage.store import Reader, Tx

_SWITCH = (("on", "开启"), ("off", "关闭"))
_BALANCE = (("show", "显示余额"), ("hide", "不显示余额"))


@dataclass(frozen=True, slots=True)
class NoticeOrder:
    enabled: bool
    threshold: Money
    show_balance: bool


@function(
    id="notify_account_change",
    title="动账通知",
    group="common.notification",
    about="账户变动即时通知，免费；可设起点金额，可不显示余额",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
    place=3,
    codes=("TZ",),
)
def answer(
    who: Who,
    reader: Reader,
    switch: Annotated[str | None, Input("通知", InputKind.CHOICE, options=_SWITCH)] = None,
    threshold: Annotated[
        Money | None,
        Input(
            "起点金额", InputKind.MONEY, help="低于这个金额的变动不通知；0 为每笔都通知", zero=True
        ),
    ] = None,
    balance: Annotated[str | None, Input("余额", InputKind.CHOICE, options=_BALANCE)] = None,
) -> Answer | DraftRequest:
    now = preference_of(reader, who.oa, who.openid)
    wanted = NoticeOrder(
        _is_on(now) if switch is None else switch == "on",
        now.threshold if threshold is None else threshold,
        now.show_balance if balance is None else balance == "show",
    )
    if wanted == NoticeOrder(_is_on(now), now.threshold, now.show_balance):
        return Answer(
            title="动账通知",
            lead="您的动账通知设置：",
            facts=_facts(wanted),
            next=("notify_account_change", "notify_settings", "message_center"),
        )
    return DraftRequest(
        title="动账通知设置",
        facts=_facts(wanted),
        order=wanted,
        step_up=StepUp.NONE,
    )


def offer(who: Who, reader: Reader) -> tuple[Offer, ...]:
    now = preference_of(reader, who.oa, who.openid)
    return (
        Offer("switch", "on" if _is_on(now) else "off"),
        Offer("threshold", str(now.threshold)),
        Offer("balance", "show" if now.show_balance else "hide"),
    )


def perform(order: NoticeOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    now = preference_of(tx, who.oa, who.openid)
    chosen = replace(now, threshold=order.threshold, show_balance=order.show_balance)
    set_preference(tx, who.oa, who.openid, chosen, clock.now())
    switch_topic(tx, who.oa, who.openid, Topic.CHANGES, clock.now(), on=order.enabled)
    return Answer(title="设置成功", lead="动账通知设置已生效。", facts=_facts(order))


def _is_on(chosen: Preference) -> bool:
    return Topic.CHANGES not in chosen.muted


def _facts(chosen: NoticeOrder) -> tuple[tuple[str, str], ...]:
    return (
        ("通知", "已开启" if chosen.enabled else "已关闭"),
        ("起点金额", f"{chosen.threshold} 元" if chosen.threshold else "每笔都通知"),
        ("显示余额", "是" if chosen.show_balance else "否"),
    )
