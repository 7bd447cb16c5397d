"""解除绑定: the link ends, notices stop at once, the record of it stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.bindings import unbind
from weiyin.people.who import Binding, Who
from weiyin.storage.store import Tx


@dataclass(frozen=True, slots=True)
class UnbindOrder:
    binding_id: str
    tail: str


@function(
    id="account_unbind",
    title="解除绑定",
    group="common.account",
    about="解除微信与银行卡的绑定，立即停止通知",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.CREDIT,
    place=3,
)
def answer(
    who: Who,
    tail: Annotated[
        str | None, Input("卡号尾号", InputKind.CARD_TAIL, ask="要解绑哪张卡？请告诉我卡号后四位")
    ] = None,
) -> DraftRequest:
    chosen = _choose(who, tail)
    return DraftRequest(
        title="解除绑定",
        facts=(("解绑卡片", mask_card(chosen.tail)), ("生效时间", "确认后立即生效")),
        order=UnbindOrder(chosen.binding_id, chosen.tail),
        step_up=StepUp.NONE,
        warning="解绑后将不再收到这张卡的动账通知，也不能在微信查询和转账。",
    )


def perform(order: UnbindOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    unbind(tx, who, order.binding_id, clock.now())
    return Answer(
        title="解绑成功",
        lead="已解除绑定，通知已停止。",
        facts=(("已解绑", mask_card(order.tail)),),
        next=("account_bind_debit",),
    )


def _choose(who: Who, tail: str | None) -> Binding:
    found = [b for b in who.bindings if tail is None or b.tail == tail]
    if len(found) != 1:
        tails = "、".join(b.tail for b in who.bindings)
        raise BadInput("tail", f"请告诉我要解绑哪张卡的后四位：{tails}")
    return found[0]
