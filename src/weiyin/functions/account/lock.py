"""一键锁卡/解锁: at one tap nothing goes out of a card any more; unlocking takes a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.card_controls import CardControls
from weiyin.base.mask import mask_card
from weiyin.functions.account.own_card import Tail, customer_of, own_card
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

_ACTIONS = (("lock", "锁卡"), ("unlock", "解锁"))
_SAID = (
    ("unlock", r"解锁|解开|开锁|解除(锁|限制)|取消锁|恢复|打开|启用"),
    ("lock", r"锁|冻|停|止付"),
)


@dataclass(frozen=True, slots=True)
class LockOrder:
    card_id: str
    tail: str
    lock: bool


@function(
    id="account_freeze_self",
    title="一键锁卡/解锁",
    group="common.account",
    about="一键锁住银行卡：转账、支付、充值全部停止，钱仍可转入；凭验证码随时解锁",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
    codes=("SK",),
)
def answer(
    who: Who,
    books: Books,
    controls: CardControls,
    action: Annotated[
        str | None, Input("操作", InputKind.CHOICE, options=_ACTIONS, said=_SAID)
    ] = None,
    tail: Tail = None,
) -> Answer | DraftRequest:
    card, customer = own_card(who, tail), customer_of(who)
    locked = controls.controls(customer, card.card_id).locked
    wants_lock = not locked if action is None else action == "lock"
    if wants_lock == locked:
        return _already(card.tail, locked)
    facts = (("卡片", mask_card(card.tail)), ("当前状态", "已锁定" if locked else "正常使用"))
    order = LockOrder(card.card_id, card.tail, wants_lock)
    if wants_lock:
        return DraftRequest(
            title="一键锁卡",
            facts=(*facts, ("锁定范围", "转账、支付、取现、充值等一切转出")),
            order=order,
            step_up=StepUp.NONE,
            warning="确认后立即生效，仍可查询和收款。卡片遗失请同时办理挂失。",
        )
    return DraftRequest(
        title="解锁卡片",
        facts=(*facts, ("办理事项", "解除锁定，恢复使用")),
        order=order,
        step_up=StepUp.CODE,
        phone=books.reserved_phone(customer),
        words=f"解锁尾号{card.tail}的银行卡",
    )


def perform(order: LockOrder, who: Who, controls: CardControls, key: DraftKey) -> Answer:
    customer = customer_of(who)
    change = controls.lock if order.lock else controls.unlock
    change(key, customer, order.card_id)
    if order.lock:
        return Answer(
            title="已锁卡",
            lead=f"您的卡（{mask_card(order.tail)}）已锁定，任何转出都会被拒绝。",
            next=("account_freeze_self", "account_loss_report"),
        )
    return Answer(
        title="已解锁",
        lead=f"您的卡（{mask_card(order.tail)}）已恢复使用。",
        next=("balance_query",),
    )


def _already(tail: str, locked: bool) -> Answer:
    state = "已经是锁定状态，无需再锁" if locked else "没有锁定，可以正常使用"
    return Answer(
        title="一键锁卡/解锁",
        lead=f"您的卡（{mask_card(tail)}）{state}。",
        next=("account_freeze_self", "account_loss_report"),
    )
