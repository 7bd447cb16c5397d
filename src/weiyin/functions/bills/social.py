"""社保医保: what an insured person owes for a year, by identity number: one's own, a relative's."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import SavedBills
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.bills import paying
from weiyin.functions.bills.paying import BillerChoice, City, Desk, Pay
from weiyin.functions.calling import DebitCard, DraftKey, Filled
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

_KINDS = ("social",)


@function(
    id="bill_social_insurance",
    title="社保医保缴费",
    group="ysh.bills",
    about="缴纳城乡居民养老、医疗保险费",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.LIFE,
)
def answer(
    card: DebitCard,
    books: Books,
    bills: Bills,
    saved: SavedBills,
    city: City = None,
    biller: BillerChoice = None,
    number: Annotated[
        str | None, Input("参保人身份证号", InputKind.ID_NUMBER, help="首次缴费请填写")
    ] = None,
    year: Annotated[
        str | None, Input("缴费年度", InputKind.WORDS, help="不填则为最早欠缴年度")
    ] = None,
) -> DraftRequest:
    return paying.draft(
        "社保医保",
        _KINDS,
        Desk(card, books, bills, saved),
        biller,
        number,
        city=city,
        year=year or "",
    )


def offer(card: DebitCard, bills: Bills, saved: SavedBills, filled: Filled) -> tuple[Offer, ...]:
    return paying.offers(_KINDS, bills, saved, card.customer_no, filled)[:2]


def perform(order: Pay, who: Who, bills: Bills, key: DraftKey) -> Answer:
    return paying.carry_out(order, who, bills, key)
