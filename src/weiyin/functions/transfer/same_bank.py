"""行内转账: to an account of this bank, the payee's name checked, confirmed with a code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books, Payee, TransferOrder
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.mask import mask_card, tail
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

PAYEES_SHOWN = 6
MEMO_MOST = 20
_LURE = re.compile(r"[<>]|://|www\.|\.(?:com|cn|net|top|xyz|cc|vip)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Transfer:
    from_account: str
    to_account: str
    to_name: str
    to_masked: str
    to_tail: str
    amount: Money
    memo: str


@function(
    id="transfer_same_bank",
    title="行内转账",
    group="common.transfer",
    about="向本行账户转账，实时到账，免手续费",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
    place=3,
    codes=("ZZ",),
)
def answer(
    card: DebitCard,
    books: Books,
    payee: Annotated[
        str, Input("收款人", InputKind.PAYEE, ask="转给谁？请说收款人的名字", help="户名或备注名")
    ],
    amount: Annotated[Money, Input("转账金额", InputKind.MONEY, ask="要转多少钱？")],
    account: Annotated[
        str | None,
        Input("收款卡号", InputKind.CARD_NUMBER, help="收款人簿里的人可以不填"),
    ] = None,
    memo: Annotated[str | None, Input("附言", InputKind.WORDS)] = None,
) -> DraftRequest:
    if memo is not None:
        _check_memo(memo)
    name, shown, to = _find(books, card, payee, account)
    if to.account_no == card.account_no:
        raise NotAllowed("self", "不能向付款账户本身转账")
    if amount > books.balance(card.account_no).available:
        raise NotAllowed("funds", "可用余额不足，请调整金额")
    phone = books.reserved_phone(card.customer_no)
    return DraftRequest(
        title="行内转账",
        facts=(
            ("转账金额", f"{amount} 元"),
            ("收款人", to.name_masked),
            ("收款账户", mask_card(shown)),
            ("付款卡", mask_card(card.tail)),
            ("手续费", "0.00 元"),
            ("到账时间", "实时到账"),
            *((("附言", memo),) if memo else ()),
        ),
        order=Transfer(
            card.account_no, to.account_no, name, to.name_masked, shown, amount, memo or ""
        ),
        step_up=StepUp.CODE,
        phone=phone,
        words=f"向尾号{shown}转账{amount}元",
        warning="请确认收款人是您认识的人。转账后资金实时到账，无法撤回，谨防诈骗。",
    )


def offer(card: DebitCard, books: Books) -> tuple[Offer, ...]:
    known = books.payees(card.customer_no)[:PAYEES_SHOWN]
    taps = tuple(Choice(one.nickname, f"{one.nickname}（{one.tail}）") for one in known)
    return (Offer("payee", options=taps),)


def perform(order: Transfer, who: Who, books: Books, key: DraftKey) -> Answer:
    customer = who.customer_no
    if customer is None:
        raise NotFound
    receipt = books.transfer(
        TransferOrder(
            key,
            customer,
            order.from_account,
            order.to_account,
            order.to_name,
            order.amount,
            order.memo,
        )
    )
    return Answer(
        title="转账成功",
        lead=f"已向 {order.to_masked} 转账 {order.amount} 元。",
        facts=(
            ("收款账户", mask_card(order.to_tail)),
            ("交易流水", receipt.entry_no),
            *((("付款账户余额", f"{receipt.balance} 元"),) if receipt.balance else ()),
        ),
        next=("balance_query", "transaction_query"),
    )


def _check_memo(memo: str) -> None:
    """The payee reads it in a chat and in notices: words alone, no way to anywhere."""
    if len(memo) > MEMO_MOST:
        raise BadInput("memo", f"附言最多{MEMO_MOST}个字")
    if _LURE.search(memo):
        raise BadInput("memo", "附言不能包含网址或“<”“>”等符号")


def _find(books: Books, card: DebitCard, payee: str, account: str | None) -> tuple[str, str, Payee]:
    """(name, tail as the payer knows it, payee): by card and name, or out of the payee book."""
    if account:
        try:
            return payee, tail(account), books.find_payee(account, payee)
        except NotFound as refusal:
            raise BadInput("account", "收款人户名与卡号不一致，请核对") from refusal
    for known in books.payees(card.customer_no):
        if payee in (known.nickname, known.name):
            return known.name, known.tail, books.find_payee(known.account_no, known.name)
    raise BadInput("account", f"收款人簿里没有“{payee}”，请在页面填写收款卡号")
