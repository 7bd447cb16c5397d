"""公交卡校园卡充值: money onto a card for rides and meals."""

from __future__ import annotations

from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import SavedBills
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.bills import paying
from weiyin.functions.bills.paying import BillerChoice, ChosenAmount, Desk, Pay, UserNumber
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.people.who import Who

_KINDS = ("transit",)


@function(
    id="transit_card_topup",
    title="公交卡校园卡充值",
    group="ysh.life",
    about="给公交卡、校园卡充值",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.LIFE,
)
def answer(
    card: DebitCard,
    books: Books,
    bills: Bills,
    saved: SavedBills,
    biller: BillerChoice = None,
    number: UserNumber = None,
    amount: ChosenAmount = None,
) -> DraftRequest:
    return paying.draft(
        "公交卡校园卡充值", _KINDS, Desk(card, books, bills, saved), biller, number, amount
    )


def offer(card: DebitCard, bills: Bills, saved: SavedBills) -> tuple[Offer, ...]:
    return paying.offers(_KINDS, bills, saved, card.customer_no)


def perform(order: Pay, who: Who, bills: Bills, key: DraftKey) -> Answer:
    return paying.carry_out(order, who, bills, key)
