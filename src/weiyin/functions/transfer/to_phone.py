"""手机号转账: to whoever takes money by that phone number at this bank; the name is checked."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.payments.routes import Mode
from weiyin.bank.services.payments import Payments
from weiyin.bank.services.phone_pay import PhonePay
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import mask_phone, tail
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who


@function(
    id="transfer_to_phone",
    title="手机号转账",
    group="common.transfer",
    about="向开通了手机号收款的本行客户转账，不用卡号",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    payments: Payments,
    phones: PhonePay,
    phone: Annotated[str, Input("收款手机号", InputKind.PHONE, ask="转给哪个手机号？")],
    amount: Annotated[Money, Input("转账金额", InputKind.MONEY, ask="要转多少钱？")],
    payee: Annotated[
        str, Input("收款人姓名", InputKind.PAYEE, ask="请说收款人的真实姓名，用于核对")
    ],
    memo: Annotated[str | None, Input("附言", InputKind.WORDS)] = None,
) -> DraftRequest:
    paying.check_memo(memo)
    try:
        account = phones.receiver(phone, payee).account_no
    except NotFound as refusal:
        raise BadInput("phone", refusal.heard) from refusal
    to = paying.Target("", "", account, payee, tail(phone), is_new=False)
    return paying.draft(
        "手机号转账", card, books, payments, to, amount, Mode.REALTIME, memo,
        shown=("收款手机号", mask_phone(phone)),
    )  # fmt: skip


def perform(order: paying.Pay, who: Who, books: Books, payments: Payments, key: DraftKey) -> Answer:
    return paying.carry_out(order, paying.customer_of(who), books, payments, key)
