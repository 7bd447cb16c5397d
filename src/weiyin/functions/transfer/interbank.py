"""跨行转账: to an account at another bank, in real time, after two hours, or the next day."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.payments.banks import BANK_CHOICES, BANK_WORDS
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
    id="transfer_interbank",
    title="跨行转账",
    group="common.transfer",
    about="向其他银行的账户转账，可选实时、普通（2小时）或次日到账",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    book: PayeeBook,
    payments: Payments,
    payee: paying.PayeeName,
    amount: Annotated[Money, Input("转账金额", InputKind.MONEY, ask="要转多少钱？")],
    account: paying.PayeeCard = None,
    bank: Annotated[
        str | None,
        Input(
            "收款银行",
            InputKind.CHOICE,
            options=BANK_CHOICES,
            help="不选则按卡号识别",
            said=BANK_WORDS,
        ),
    ] = None,
    mode: Annotated[
        str,
        Input("到账方式", InputKind.CHOICE, options=paying.MODES, said=paying.MODES_SAID),
    ] = "realtime",
    memo: paying.Memo = None,
) -> DraftRequest:
    paying.check_memo(memo)
    to = (
        paying.typed(books, payments, account, payee, bank)
        if account
        else paying.in_book(book, card.customer_no, payee, bank)
    )
    if to is None:
        raise BadInput("account", f"收款人簿里没有“{payee}”，请在页面填写收款卡号和银行")
    return paying.draft("跨行转账", card, books, payments, to, amount, Mode(mode), memo)


def whole(card: DebitCard, books: Books) -> Money:
    return books.balance(card.account_no).available


def offer(card: DebitCard, book: PayeeBook) -> tuple[Offer, ...]:
    return (*paying.offers(book, card.customer_no, elsewhere=True), paying.AT_ONCE)


def perform(order: paying.Pay, who: Who, books: Books, payments: Payments, key: DraftKey) -> Answer:
    return paying.carry_out(order, paying.customer_of(who), books, payments, key)
