"""会话与二次验证: after how long a page asks again, and whether a chat may say balances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from weiyin.base.clock import Clock
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.safety.choices import IDLE_MINUTES, SessionChoice, choice_of, choose
from weiyin.people.who import Who
from weiyin.storage.store import Reader, Tx

_MINUTES = tuple((str(minutes), f"{minutes}分钟") for minutes in IDLE_MINUTES)
_WHERE = (("chat", "可以在聊天中显示"), ("page", "只在登录后的页面显示"))
_SAID = (
    ("page", r"(不要|不|别|禁止|关闭|隐藏).{0,8}(聊天|对话|微信)?.{0,6}(显示|说|看到|余额)"),
    ("chat", r"(可以|允许|恢复|打开|开启).{0,8}(聊天|对话)?.{0,6}(显示|说|看到|余额)"),
)


@dataclass(frozen=True, slots=True)
class ChoiceOrder:
    minutes: int
    private: bool


@function(
    id="session_timeout",
    title="会话与二次验证",
    group="common.security",
    about="设置页面多久不操作要重新登录，以及余额等信息是否只在登录后的页面显示",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
)
def answer(
    who: Who,
    reader: Reader,
    idle: Annotated[
        str | None, Input("多久不操作重新登录", InputKind.CHOICE, options=_MINUTES)
    ] = None,
    where: Annotated[
        str | None, Input("账户信息显示", InputKind.CHOICE, options=_WHERE, said=_SAID)
    ] = None,
) -> Answer | DraftRequest:
    now = choice_of(reader, who.oa, who.openid)
    wanted = SessionChoice(
        now.idle if idle is None else timedelta(minutes=int(idle)),
        now.private if where is None else where == "page",
    )
    if wanted == now:
        return Answer(
            title="会话与二次验证",
            lead="您的设置：",
            facts=_facts(now),
            next=("session_timeout", "device_login_history"),
        )
    return DraftRequest(
        title="会话与二次验证",
        facts=_facts(wanted),
        order=ChoiceOrder(wanted.idle // timedelta(minutes=1), wanted.private),
        step_up=StepUp.NONE,
    )


def offer(who: Who, reader: Reader) -> tuple[Offer, ...]:
    now = choice_of(reader, who.oa, who.openid)
    return (
        Offer("idle", str(now.idle // timedelta(minutes=1))),
        Offer("where", "page" if now.private else "chat"),
    )


def perform(order: ChoiceOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    chosen = SessionChoice(timedelta(minutes=order.minutes), order.private)
    choose(tx, who.oa, who.openid, chosen, clock.now())
    return Answer(title="设置成功", lead="设置已生效。", facts=_facts(chosen))


def _facts(chosen: SessionChoice) -> tuple[tuple[str, str], ...]:
    minutes = chosen.idle // timedelta(minutes=1)
    return (
        ("重新登录", f"页面 {minutes} 分钟不操作须重新登录"),
        ("账户信息", dict(_WHERE)["page" if chosen.private else "chat"]),
    )
