"""设置默认卡: which card is meant when none is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_card
from weiyin.functions.account.own_card import own_card
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.bindings import set_default
from weiyin.people.who import Who
from weiyin.storage.store import Tx


@dataclass(frozen=True, slots=True)
class DefaultOrder:
    binding_id: str
    tail: str


@function(
    id="default_account_set",
    title="设置默认卡",
    group="common.account",
    about="绑定多张卡时，选择查询和付款默认使用哪一张",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
)
def answer(
    who: Who,
    tail: Annotated[
        str | None,
        Input("默认卡尾号", InputKind.CARD_TAIL, ask="把哪张卡设为默认？请告诉我卡号后四位"),
    ] = None,
) -> Answer | DraftRequest:
    if tail is None:
        others = [one.tail for one in who.bindings if not one.is_default]
        if len(others) != 1:
            raise BadInput("tail", _which(who, others))
        tail = others[0]
    card = own_card(who, tail)
    if card.is_default:
        return Answer(
            title="设置默认卡",
            lead=f"{mask_card(card.tail)} 已经是默认卡了。",
            next=("binding_list",),
        )
    return DraftRequest(
        title="设置默认卡",
        facts=(("默认卡", mask_card(card.tail)), ("生效时间", "确认后立即生效")),
        order=DefaultOrder(card.binding_id, card.tail),
        step_up=StepUp.NONE,
    )


def perform(order: DefaultOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    set_default(tx, who, order.binding_id, clock.now())
    return Answer(
        title="设置成功",
        lead=f"{mask_card(order.tail)} 已设为默认卡。",
        next=("binding_list", "balance_query"),
    )


def _which(who: Who, others: list[str]) -> str:
    if not others:
        return f"您只绑定了{mask_card(who.bindings[0].tail)}，它就是默认卡"
    return f"请告诉我把哪张卡设为默认，尾号：{'、'.join(others)}"
