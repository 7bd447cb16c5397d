"""通知设置: threshold, balance, quiet hours and channels; for all cards, or for one by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from typing import Annotated

from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.outreach.preferences import (
    ALL_ACCOUNTS,
    Channel,
    Preference,
    Quiet,
    Topic,
    preference_of,
    set_preference,
)
from weiyin.people.who import Who
from weiyin.storage.store import Reader, Tx

_BALANCE = (("show", "显示余额"), ("hide", "不显示余额"))
_QUIET = (
    ("none", "不设免打扰"),
    ("21-8", "21:00–次日8:00"),
    ("22-7", "22:00–次日7:00"),
    ("23-7", "23:00–次日7:00"),
    ("0-6", "0:00–6:00"),
)
_CHANNELS = (
    ("wechat sms", "微信优先，未送达补发短信"),
    ("wechat", "只用微信"),
    ("sms wechat", "短信"),
)
_TOPICS = {
    Topic.CHANGES: "动账通知",
    Topic.SPENDING: "消费提醒",
    Topic.BILL: "账单提醒",
    Topic.DUE: "还款提醒",
    Topic.WEALTH: "理财提醒",
    Topic.SERVICE: "业务结果",
    Topic.PLACE: "排队预约",
}


@dataclass(frozen=True, slots=True)
class SettingsOrder:
    """`account_no` is empty for all accounts."""

    account_no: str
    threshold: Money
    balance: str
    quiet: str
    channels: str


@function(
    id="notify_settings",
    title="通知设置",
    group="common.notification",
    about="设置起点金额、免打扰时段、是否显示余额、微信或短信；可按卡分别设置",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    codes=("TZSZ",),
)
def answer(
    who: Who,
    reader: Reader,
    card: Annotated[
        str | None, Input("卡号尾号", InputKind.CARD_TAIL, help="不填则对全部卡生效")
    ] = None,
    threshold: Annotated[
        Money | None,
        Input("起点金额", InputKind.MONEY, help="低于这个金额不通知；0 为每笔都通知", zero=True),
    ] = None,
    balance: Annotated[str | None, Input("余额", InputKind.CHOICE, options=_BALANCE)] = None,
    quiet: Annotated[
        str | None,
        Input("免打扰时段", InputKind.CHOICE, options=_QUIET, help="安全提醒不受影响"),
    ] = None,
    channels: Annotated[str | None, Input("通知方式", InputKind.CHOICE, options=_CHANNELS)] = None,
) -> Answer | DraftRequest:
    account_no = _account_of(who, card)
    now = _order(account_no, preference_of(reader, who.oa, who.openid, account_no))
    wanted = SettingsOrder(
        account_no,
        now.threshold if threshold is None else threshold,
        balance or now.balance,
        quiet or now.quiet,
        channels or now.channels,
    )
    if wanted == now:
        muted = preference_of(reader, who.oa, who.openid).muted
        return Answer(
            title="通知设置",
            lead=f"您{_whose(card)}的通知设置：",
            facts=(*_facts(now), ("已关闭的通知", _names(muted))),
            next=("notify_settings", "notify_account_change", "message_center"),
        )
    return DraftRequest(
        title="通知设置",
        facts=(("适用范围", _whose(card)), *_facts(wanted)),
        order=wanted,
        step_up=StepUp.NONE,
    )


def offer(who: Who, reader: Reader) -> tuple[Offer, ...]:
    now = _order(ALL_ACCOUNTS, preference_of(reader, who.oa, who.openid))
    return (
        Offer("threshold", str(now.threshold)),
        Offer("balance", now.balance),
        Offer("quiet", now.quiet if now.quiet in dict(_QUIET) else "none"),
        Offer("channels", now.channels if now.channels in dict(_CHANNELS) else "wechat sms"),
    )


def perform(order: SettingsOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    if order.account_no and order.account_no not in {one.account_no for one in who.bindings}:
        raise NotFound
    chosen = replace(
        preference_of(tx, who.oa, who.openid, order.account_no),
        threshold=order.threshold,
        show_balance=order.balance == "show",
        quiet=_quiet(order.quiet),
        channels=tuple(map(Channel, order.channels.split())),
    )
    set_preference(tx, who.oa, who.openid, chosen, clock.now(), order.account_no)
    return Answer(title="设置成功", lead="通知设置已生效。", facts=_facts(order))


def _account_of(who: Who, card: str | None) -> str:
    if card is None:
        return ALL_ACCOUNTS
    found = {one.account_no for one in who.bindings if one.tail == card}
    if len(found) != 1:
        raise BadInput("card", "没有找到这个尾号的已绑定卡，请检查后重新填写")
    return found.pop()


def _order(account_no: str, now: Preference) -> SettingsOrder:
    quiet = f"{now.quiet.start.hour}-{now.quiet.end.hour}" if now.quiet else "none"
    shown = "show" if now.show_balance else "hide"
    return SettingsOrder(account_no, now.threshold, shown, quiet, " ".join(now.channels))


def _quiet(chosen: str) -> Quiet | None:
    if chosen == "none":
        return None
    start, _, end = chosen.partition("-")
    return Quiet(time(int(start)), time(int(end)))


def _facts(order: SettingsOrder) -> tuple[tuple[str, str], ...]:
    return (
        ("起点金额", f"{order.threshold} 元" if order.threshold else "每笔都通知"),
        ("余额", dict(_BALANCE)[order.balance]),
        ("免打扰", dict(_QUIET).get(order.quiet, order.quiet)),
        ("通知方式", dict(_CHANNELS).get(order.channels, order.channels)),
    )


def _names(muted: frozenset[Topic]) -> str:
    return "、".join(name for topic, name in _TOPICS.items() if topic in muted) or "无"


def _whose(card: str | None) -> str:
    return f"卡（{mask_card(card)}）" if card else "全部卡"
