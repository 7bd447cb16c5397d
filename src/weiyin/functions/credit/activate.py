"""信用卡激活: the card in hand proved by number, date and code; a query password set with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.account.passwords import verifier
from weiyin.bank.core import Books
from weiyin.bank.services.credit_cards import CreditCards
from weiyin.base.errors import BadInput, NotBound
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

_CODE = re.compile(r"[0-9]{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ActivateOrder:
    """What was typed from the back of the card is not in it."""

    customer_no: str
    card_id: str
    tail: str
    verifier: str


@function(
    id="cc_activate",
    title="信用卡激活",
    group="credit",
    about="收到新卡后在线激活并设置查询密码",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.CREDIT,
)
def answer(
    who: Who,
    books: Books,
    cards: CreditCards,
    card_number: Annotated[str, Input("信用卡卡号", InputKind.CARD_NUMBER)],
    expiry: Annotated[str, Input("有效期", InputKind.SECRET, help="卡面的月和年，如0731")],
    cvv2: Annotated[str, Input("安全码", InputKind.SECRET, help="卡背面末三位数字")],
    password: Annotated[str, Input("查询密码", InputKind.SECRET, help="6位数字，不要连续或相同")],
    again: Annotated[str, Input("再输入一次查询密码", InputKind.SECRET)],
) -> DraftRequest:
    if who.customer_no is None:
        raise NotBound
    if not _CODE.fullmatch(cvv2):
        raise BadInput("cvv2", "请输入卡背面签名栏末三位数字")
    if password != again:
        raise BadInput("again", "两次输入的密码不一致，请重新输入")
    proof = verifier(password)
    card = cards.match_new(who.customer_no, card_number, expiry.replace("/", ""), cvv2)
    return DraftRequest(
        title="信用卡激活",
        facts=(
            ("信用卡", mask_card(card.tail)),
            ("卡种", card.product),
            ("查询密码", "已设置"),
            ("生效时间", "确认后立即可用"),
        ),
        order=ActivateOrder(who.customer_no, card.card_id, card.tail, proof),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(who.customer_no),
        words=f"激活尾号{card.tail}的信用卡",
    )


def perform(order: ActivateOrder, cards: CreditCards, key: DraftKey) -> Answer:
    cards.activate(key, order.customer_no, order.card_id, order.verifier)
    return Answer(
        title="激活成功",
        lead=f"信用卡（{mask_card(order.tail)}）已激活，可以使用了。",
        facts=(("下一步", "在微信绑定这张卡，随时查账单、收交易提醒"),),
        next=("account_bind_credit", "cc_autopay"),
    )
