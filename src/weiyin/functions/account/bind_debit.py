"""绑定借记卡/账户: card, name, identity number and the phone the bank knows, on a page only."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.base.clock import Clock
from weiyin.functions.account.binding import (
    Agreed,
    BindOrder,
    one_answer_to_any_mismatch,
    perform_binding,
    request_binding,
)
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who
from weiyin.storage.store import Tx


@function(
    id="account_bind_debit",
    title="绑定借记卡",
    group="common.account",
    about="验证身份后，把借记卡绑定到微信，查余额、转账、收动账通知",
    risk=Risk.CHANGE,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
    place=5,
)
def answer(
    who: Who,
    books: Books,
    card_number: Annotated[str, Input("银行卡号", InputKind.CARD_NUMBER)],
    name: Annotated[str, Input("姓名", InputKind.PERSON_NAME, help="与开户证件一致")],
    id_number: Annotated[str, Input("身份证号", InputKind.ID_NUMBER)],
    phone: Annotated[str, Input("银行预留手机号", InputKind.PHONE)],
    consent: Agreed,  # noqa: ARG001 - required to be given; recorded with the binding
) -> DraftRequest:
    with one_answer_to_any_mismatch():
        card = books.identify_debit(card_number, name, id_number, phone)
    return request_binding("绑定借记卡", (card,), who, books)


def perform(order: BindOrder, who: Who, tx: Tx, book: BookName, clock: Clock) -> Answer:
    return perform_binding(order, who, tx, book, clock.now())
