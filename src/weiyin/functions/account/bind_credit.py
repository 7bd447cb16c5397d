"""绑定信用卡: identity number and phone; every active credit card of that person is bound."""

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
    id="account_bind_credit",
    title="绑定信用卡",
    group="common.account",
    about="验证身份后，把信用卡绑定到微信，查账单、收消费提醒",
    risk=Risk.CHANGE,
    needs=Needs.ANYONE,
    menu=Menu.CREDIT,
    place=2,
)
def answer(
    who: Who,
    books: Books,
    id_number: Annotated[str, Input("身份证号", InputKind.ID_NUMBER)],
    phone: Annotated[str, Input("银行预留手机号", InputKind.PHONE)],
    consent: Agreed,  # noqa: ARG001 - required to be given; recorded with the binding
) -> DraftRequest:
    with one_answer_to_any_mismatch():
        cards = books.identify_credit(id_number, phone)
    return request_binding("绑定信用卡", cards, who, books)


def perform(order: BindOrder, who: Who, tx: Tx, book: BookName, clock: Clock) -> Answer:
    return perform_binding(order, who, tx, book, clock.now())
