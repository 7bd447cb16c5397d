"""亲情/生活转账: a gift to somebody of the payee book with a few words, out of the bank account.

It is a transfer at once, in a festive cover and with a limit of its own; nothing to do with the
red packets of the channel.
"""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.payments.routes import Mode
from weiyin.bank.services.payee_book import PayeeBook
from weiyin.bank.services.payments import Payments
from weiyin.bank.services.transfer_limits import TransferLimits
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who

_WISH = "恭喜发财，大吉大利"
_AMOUNTS = ("66", "88", "168", "520", "666", "888")


@function(
    id="red_packet_bank",
    title="亲情红包",
    group="common.transfer",
    about="用银行卡给家人朋友发一个带祝福的红包",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    book: PayeeBook,
    payments: Payments,
    limits: TransferLimits,
    payee: Annotated[
        str,
        Input("发给谁", InputKind.PAYEE, ask="红包发给谁？请说收款人的名字", help="户名或备注名"),
    ],
    amount: Annotated[Money, Input("红包金额", InputKind.MONEY, ask="发多大的红包？")],
    wish: Annotated[str | None, Input("祝福语", InputKind.WORDS, help=f"不填则为“{_WISH}”")] = None,
) -> DraftRequest:
    paying.check_memo(wish)
    most = limits.limits(card.customer_no).red_packet
    if amount > most:
        raise NotAllowed("red_packet", f"单个红包不超过 {most} 元，更大金额请办理转账")
    to = paying.in_book(book, card.customer_no, payee)
    if to is None:
        raise BadInput("payee", f"收款人簿里没有“{payee}”，请先添加收款人")
    return paying.draft("亲情红包", card, books, payments, to, amount, Mode.REALTIME, wish or _WISH)


def offer(card: DebitCard, book: PayeeBook) -> tuple[Offer, ...]:
    lucky = Offer("amount", options=tuple(Choice(one, f"{one}元") for one in _AMOUNTS))
    return (*paying.offers(book, card.customer_no), lucky)


def perform(order: paying.Pay, who: Who, books: Books, payments: Payments, key: DraftKey) -> Answer:
    done = paying.carry_out(order, paying.customer_of(who), books, payments, key)
    return Answer(
        title="红包已发出",
        lead=f"{done.lead}祝福语：{order.memo}",
        facts=done.facts,
        pending=done.pending,
        next=("red_packet_bank", "balance_query"),
    )
