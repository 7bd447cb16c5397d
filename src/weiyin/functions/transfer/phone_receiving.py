"""手机号收款: taking money by the phone number that the bank knows, or no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.phone_pay import PhonePay
from weiyin.base.mask import mask_card, mask_phone
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who

_DEEDS = (("on", "开通"), ("off", "关闭"))


@dataclass(frozen=True, slots=True)
class Switch:
    """`account_no` is empty to switch it off."""

    account_no: str


@function(
    id="phone_receiving",
    title="手机号收款",
    group="common.transfer",
    about="开通后，别人可以用您的手机号给您转账",
    risk=Risk.CHANGE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    phones: PhonePay,
    deed: Annotated[
        str | None, Input("开通或关闭", InputKind.CHOICE, options=_DEEDS, help="不选则切换")
    ] = None,
) -> DraftRequest:
    is_on = bool(phones.mine(card.customer_no).account_no)
    turn_on = deed == "on" or (deed is None and not is_on)
    phone = books.reserved_phone(card.customer_no)
    facts = (("手机号", mask_phone(phone)), ("收款卡", mask_card(card.tail)))
    return DraftRequest(
        title="开通手机号收款" if turn_on else "关闭手机号收款",
        facts=facts if turn_on else facts[:1],
        order=Switch(card.account_no if turn_on else ""),
        step_up=StepUp.CODE,
        phone=phone,
        words="开通手机号收款" if turn_on else "关闭手机号收款",
    )


def perform(order: Switch, who: Who, phones: PhonePay, key: DraftKey) -> Answer:
    customer = paying.customer_of(who)
    if order.account_no:
        phones.opt_in(key, customer, order.account_no)
        return Answer("已开通手机号收款", "别人用您的手机号和姓名即可向您转账。")
    phones.opt_out(key, customer)
    return Answer("已关闭手机号收款", "您的手机号不再用于收款。")
