"""ETC办理: a device for the toll roads, applied for by plate and paid."""

from __future__ import annotations

from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import SavedBills
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.bills import paying
from weiyin.functions.bills.paying import BillerChoice, Desk, Pay, UserNumber
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.people.who import Who

_KINDS = ("etc",)


@function(
    id="etc_apply",
    title="ETC办理",
    group="ysh.life",
    about="申请办理ETC并缴纳设备款",
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
) -> DraftRequest:
    return paying.draft("ETC办理", _KINDS, Desk(card, books, bills, saved), biller, number)


def offer(card: DebitCard, bills: Bills, saved: SavedBills) -> tuple[Offer, ...]:
    return paying.offers(_KINDS, bills, saved, card.customer_no)


def perform(order: Pay, who: Who, bills: Bills, key: DraftKey) -> Answer:
    return paying.carry_out(order, who, bills, key)
