"""延迟到账/撤销: what was ordered for later, taken back before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.payments import Payments, PaymentView
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who

_NOTHING = "没有可以撤销的转账。实时到账的转账已经发出，如系误转，请联系收款人或拨打客服热线。"


@dataclass(frozen=True, slots=True)
class Cancel:
    reference: str


@function(
    id="transfer_delayed_cancel",
    title="撤销转账",
    group="common.transfer",
    about="撤销尚未发出的普通到账、次日到账转账",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    books: Books,
    payments: Payments,
    reference: Annotated[
        str | None, Input("交易流水", InputKind.WORDS, help="只有一笔时可以不填")
    ] = None,
    amount: Annotated[Money | None, Input("转账金额", InputKind.MONEY)] = None,
    payee: Annotated[str | None, Input("收款人", InputKind.PAYEE)] = None,
) -> Answer | DraftRequest:
    customer = paying.customer_of(who)
    found = [
        one
        for one in payments.cancellable(customer)
        if reference in (None, one.reference)
        and amount in (None, one.amount)
        and (payee is None or payee[1:] == one.payee_masked[1:])
    ]
    if not found:
        return Answer("撤销转账", _NOTHING, next=("transfer_progress",))
    if len(found) > 1:
        return _which(found)
    return _draft(found[0], books.reserved_phone(customer))


def offer(who: Who, payments: Payments) -> tuple[Offer, ...]:
    found = payments.cancellable(paying.customer_of(who))
    taps = tuple(Choice(one.reference, _named(one)) for one in found)
    return (Offer("reference", options=taps),)


def perform(order: Cancel, who: Who, payments: Payments, key: DraftKey) -> Answer:
    done = payments.cancel(key, paying.customer_of(who), order.reference)
    return Answer(
        title="已撤销",
        lead=f"转账已撤销，{done.amount} 元已退回原账户。",
        facts=paying.facts_of(done),
        next=("balance_query",),
    )


def _draft(one: PaymentView, phone: str) -> DraftRequest:
    return DraftRequest(
        title="撤销转账",
        facts=(*paying.facts_of(one), ("预计发出", paying.moment(one.due))),
        order=Cancel(one.reference),
        step_up=StepUp.CODE,
        phone=phone,
        words=f"撤销向尾号{one.payee_tail}的转账{one.amount}元",
    )


def _which(found: list[PaymentView]) -> Answer:
    rows = tuple(
        (paying.moment(one.due), f"{one.payee_masked} {mask_card(one.payee_tail)}", f"{one.amount}")
        for one in found
    )
    return Answer(
        "撤销转账",
        f"有 {len(found)} 笔转账还没有发出。请说金额，例如“撤销{found[0].amount}元的转账”。",
        table=Table(("预计发出", "收款人", "金额"), rows),
        next=("transfer_delayed_cancel",),
    )


def _named(one: PaymentView) -> str:
    return f"{one.payee_masked} {one.amount} 元"
