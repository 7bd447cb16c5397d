"""A function that pays bills of some kinds, made of what sets it apart from the others.

    answer, offer, perform = bill(id="bill_water", title="水费缴纳", …)

is the whole of such a function's file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import SavedBills
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.bills import paying
from weiyin.functions.bills.paying import BillerChoice, ChosenAmount, City, Desk, Pay
from weiyin.functions.calling import DebitCard, DraftKey, Filled
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

Made = tuple[Callable[..., DraftRequest], Callable[..., tuple[Offer, ...]], Callable[..., Answer]]
"""`answer`, `offer`, `perform`."""


def bill(
    *,
    id: str,  # noqa: A002 - the word the catalogue uses
    title: str,
    about: str,
    what: str,
    kinds: tuple[str, ...],
    number: str = "用户号",
    chosen: bool = False,
    group: str = "ysh.bills",
) -> Made:
    """`what` heads the draft, `number` is what the biller's customers call theirs; `chosen`: at
    some of the billers the payer says how much.
    """
    asked = Annotated[
        str | None,
        Input(number, InputKind.USER_NUMBER, help="首次缴费请填写；存过的可只填后4位"),
    ]

    def answer(
        card: DebitCard,
        books: Books,
        bills: Bills,
        saved: SavedBills,
        city: City = None,
        biller: BillerChoice = None,
        number: str | None = None,
    ) -> DraftRequest:
        desk = Desk(card, books, bills, saved)
        return paying.draft(what, kinds, desk, biller, number, city=city)

    def answer_chosen(
        card: DebitCard,
        books: Books,
        bills: Bills,
        saved: SavedBills,
        city: City = None,
        biller: BillerChoice = None,
        number: str | None = None,
        amount: ChosenAmount = None,
    ) -> DraftRequest:
        desk = Desk(card, books, bills, saved)
        return paying.draft(what, kinds, desk, biller, number, amount, city=city)

    def offer(
        card: DebitCard, bills: Bills, saved: SavedBills, filled: Filled
    ) -> tuple[Offer, ...]:
        return paying.offers(kinds, bills, saved, card.customer_no, filled)

    made = answer_chosen if chosen else answer
    made.__annotations__["number"] = asked
    declared = function(
        id=id, title=title, group=group, about=about, risk=Risk.MOVE, needs=Needs.DEBIT_CARD,
        menu=Menu.LIFE,
    )  # fmt: skip
    return declared(made), offer, perform


def perform(order: Pay, who: Who, bills: Bills, key: DraftKey) -> Answer:
    return paying.carry_out(order, who, bills, key)
