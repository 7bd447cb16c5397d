"""密码设置/重置: the card's query or payment password, after identity number and code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.account.passwords import verifier
from weiyin.bank.core import Books
from weiyin.bank.credit.choices import PasswordKind
from weiyin.bank.services.credit_cards import CreditCards
from weiyin.bank.services.profiles import Profiles
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_KINDS = ((PasswordKind.QUERY.value, "查询密码"), (PasswordKind.PAYMENT.value, "消费密码"))


@dataclass(frozen=True, slots=True)
class PasswordOrder:
    """The verifier, never the password."""

    customer_no: str
    card_id: str
    kind: PasswordKind
    verifier: str


@function(
    id="cc_password",
    title="信用卡密码",
    group="credit",
    about="设置或重置信用卡查询密码、消费密码",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    profiles: Profiles,
    kind: Annotated[str, Input("密码种类", InputKind.CHOICE, options=_KINDS)],
    id_number: Annotated[str, Input("身份证号", InputKind.ID_NUMBER)],
    password: Annotated[str, Input("新密码", InputKind.SECRET, help="6位数字，不要连续或相同")],
    again: Annotated[str, Input("再输入一次", InputKind.SECRET)],
) -> DraftRequest:
    if not profiles.is_identity(card.customer_no, id_number):
        raise NotFound(heard="身份证号与银行留存的不一致，请核对后重试")
    if password != again:
        raise BadInput("again", "两次输入的密码不一致，请重新输入")
    if password in id_number:
        raise BadInput("password", "请勿使用身份证号中的数字作密码")
    label = dict(_KINDS)[kind]
    return DraftRequest(
        title=f"设置{label}",
        facts=(("信用卡", mask_card(card.tail)), ("办理事项", f"设置{label}")),
        order=PasswordOrder(card.customer_no, card.card_id, PasswordKind(kind), verifier(password)),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"设置信用卡尾号{card.tail}{label}",
    )


def perform(order: PasswordOrder, cards: CreditCards, key: DraftKey) -> Answer:
    cards.put_password(key, order.customer_no, order.card_id, order.kind, order.verifier)
    label = dict(_KINDS)[order.kind]
    return Answer("设置成功", f"信用卡{label}已生效。", (("提醒", "请勿把密码告诉任何人"),))
