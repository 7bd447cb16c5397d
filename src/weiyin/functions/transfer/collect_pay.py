"""付款: pay what a link or a code asks for. It opens by its link alone, never by words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.payments.requests import Standing
from weiyin.bank.services.collect import Collect
from weiyin.base.errors import NotAllowed
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer, DraftRequest, Payment, StepUp
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who


@dataclass(frozen=True, slots=True)
class Pay:
    from_account: str
    token: str


@function(
    id="collect_pay",
    title="付款",
    group="common.transfer",
    about="向发来收款码的人付款，请先核对对方身份",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    collect: Collect,
    request: Annotated[str, Input("收款码", InputKind.TICKET, ask="请扫描收款码或打开付款链接")],
) -> DraftRequest:
    wanted = collect.wanted(request)
    if wanted.standing is not Standing.OPEN:
        raise NotAllowed("request", "这笔收款已付款、取消或过期，请与收款人联系")
    if wanted.account_no == card.account_no:
        raise NotAllowed("self", "这是您自己的收款码，请转发给付款人")
    if wanted.amount > books.balance(card.account_no).available:
        raise NotAllowed("funds", "可用余额不足，请更换付款卡")
    return DraftRequest(
        title="付款",
        facts=(
            ("付款金额", f"{wanted.amount} 元"),
            ("收款人", wanted.payee_masked),
            *((("收款说明", wanted.memo),) if wanted.memo else ()),
            ("付款卡", mask_card(card.tail)),
            ("手续费", "0.00 元"),
            ("到账时间", "实时到账"),
        ),
        order=Pay(card.account_no, request),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"向{wanted.payee_masked}付款{wanted.amount}元",
        warning="请确认收款人是您认识的人。付款后资金实时到账，无法撤回，谨防诈骗。",
        payment=Payment(wanted.account_no, wanted.amount),
    )


def perform(order: Pay, who: Who, collect: Collect, key: DraftKey) -> Answer:
    done = collect.pay(key, paying.customer_of(who), order.from_account, order.token)
    return Answer(
        title="付款成功",
        lead=f"已付款 {done.amount} 元。",
        facts=(
            ("交易流水", done.entry_no),
            *((("付款账户余额", f"{done.balance} 元"),) if done.balance else ()),
        ),
        next=("balance_query", "transaction_query"),
    )
