"""手机充值: own or another number; the money is held until the carrier answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books, ReceiptStatus, TopupOrder
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.mask import mask_card, mask_phone, tail
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

DENOMINATIONS = (30, 50, 100, 200, 300, 500)
"""Yuan."""


@dataclass(frozen=True, slots=True)
class Topup:
    from_account: str
    phone: str
    amount: Money


@function(
    id="mobile_topup",
    title="手机充值",
    group="common.transfer",
    about="给自己或他人的手机号充话费",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.LIFE,
    place=1,
    codes=("CZ",),
)
def answer(
    card: DebitCard,
    books: Books,
    amount: Annotated[
        Money, Input("充值金额", InputKind.MONEY, ask="要充多少？可充30、50、100、200、300、500元")
    ],
    phone: Annotated[
        str | None, Input("手机号码", InputKind.PHONE, help="不填则为银行预留手机号")
    ] = None,
) -> DraftRequest:
    if amount.fen not in {yuan * 100 for yuan in DENOMINATIONS}:
        choices = "、".join(str(yuan) for yuan in DENOMINATIONS)
        raise BadInput("amount", f"充值金额请选 {choices} 元")
    reserved = books.reserved_phone(card.customer_no)
    number = phone or reserved
    if amount > books.balance(card.account_no).available:
        raise NotAllowed("funds", "可用余额不足，请调整金额")
    return DraftRequest(
        title="手机充值",
        facts=(
            ("充值金额", f"{amount} 元"),
            ("充值号码", mask_phone(number)),
            ("付款卡", mask_card(card.tail)),
            ("到账时间", "一般 10 分钟内"),
        ),
        order=Topup(card.account_no, number, amount),
        step_up=StepUp.CODE,
        phone=reserved,
        words=f"为尾号{tail(number)}的手机充值{amount}元",
    )


def offer() -> tuple[Offer, ...]:
    taps = tuple(Choice(str(yuan), f"{yuan}元") for yuan in DENOMINATIONS)
    return (Offer("amount", options=taps),)


def perform(order: Topup, who: Who, books: Books, key: DraftKey) -> Answer:
    customer = who.customer_no
    if customer is None:
        raise NotFound
    receipt = books.topup(TopupOrder(key, customer, order.from_account, order.phone, order.amount))
    pending = receipt.status is not ReceiptStatus.POSTED
    return Answer(
        title="充值已受理" if pending else "充值成功",
        lead="运营商处理中，结果会通知您。" if pending else f"已充值 {order.amount} 元。",
        facts=(("充值号码", mask_phone(order.phone)), ("交易流水", receipt.entry_no)),
        pending=pending,
        next=("transaction_query",),
    )
