"""账单寄送方式: in WeChat, on paper, or both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.credit.choices import Sending
from weiyin.bank.services.credit_papers import CreditPapers
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_WAYS = (
    (Sending.WECHAT.value, "微信电子账单"),
    (Sending.PAPER.value, "纸质账单"),
    (Sending.BOTH.value, "微信和纸质"),
)
_SAID = (
    ("both", "都要|两种|一起"),
    ("wechat", "微信|电子|不要纸|取消纸"),
    ("paper", "纸质|邮寄|寄到家"),
)


@dataclass(frozen=True, slots=True)
class SendingOrder:
    customer_no: str
    account_no: str
    sending: Sending


@function(
    id="cc_ebill_setting",
    title="账单寄送方式",
    group="credit",
    about="选择信用卡账单的寄送方式：微信电子账单、纸质账单",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    papers: CreditPapers,
    way: Annotated[
        str | None, Input("寄送方式", InputKind.CHOICE, options=_WAYS, said=_SAID)
    ] = None,
) -> Answer | DraftRequest:
    now = papers.sending(card.customer_no, card.account_no)
    if way is None or way == now:
        return Answer(
            title="账单寄送方式",
            lead=f"信用卡（{mask_card(card.tail)}）账单寄送方式为{dict(_WAYS)[now]}。",
            next=("cc_ebill_setting", "cc_statement_pdf"),
        )
    return DraftRequest(
        title="账单寄送方式",
        facts=(
            ("信用卡", mask_card(card.tail)),
            ("现寄送方式", dict(_WAYS)[now]),
            ("新寄送方式", dict(_WAYS)[way]),
            ("生效时间", "下一期账单起"),
        ),
        order=SendingOrder(card.customer_no, card.account_no, Sending(way)),
        step_up=StepUp.NONE,
    )


def perform(order: SendingOrder, papers: CreditPapers, key: DraftKey) -> Answer:
    chosen = papers.choose_sending(key, order.customer_no, order.account_no, order.sending)
    return Answer("设置成功", f"账单寄送方式已改为{dict(_WAYS)[chosen]}，下一期起生效。",
                  next=("cc_bill_query",))  # fmt: skip
