"""行内转账: to an account of this bank, the payee's name checked, confirmed with a code.

A payee known from the payee book is paid wherever their account is: people say 转500给张三 and do
not care which bank that is.
"""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.payments.routes import Mode
from weiyin.bank.services.payee_book import PayeeBook
from weiyin.bank.services.payments import Payments
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who


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
    book: PayeeBook,
    payments: Payments,
    payee: paying.PayeeName,
    amount: Annotated[Money, Input("转账金额", InputKind.MONEY, ask="要转多少钱？")],
    account: paying.PayeeCard = None,
    mode: Annotated[
        str,
        Input("到账方式", InputKind.CHOICE, options=paying.MODES, said=paying.MODES_SAID),
    ] = "realtime",
    memo: paying.Memo = None,
) -> DraftRequest:
    paying.check_memo(memo)
    to = (
        paying.typed(books, payments, account, payee)
        if account
        else paying.in_book(book, card.customer_no, payee)
    )
    if to is None:
        raise BadInput("account", f"收款人簿里没有“{payee}”，请在页面填写收款卡号")
    title = "跨行转账" if to.bank else "行内转账"
    return paying.draft(title, card, books, payments, to, amount, Mode(mode), memo)


def whole(card: DebitCard, books: Books) -> Money:
    return books.balance(card.account_no).available


def offer(card: DebitCard, book: PayeeBook) -> tuple[Offer, ...]:
    return (*paying.offers(book, card.customer_no), paying.AT_ONCE)


def perform(order: paying.Pay, who: Who, books: Books, payments: Payments, key: DraftKey) -> Answer:
    return paying.carry_out(order, paying.customer_of(who), books, payments, key)
