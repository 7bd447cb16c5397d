"""公益捐款: money for a project of a charity's; its certificate is the order's code."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import SavedBills
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.bills import paying
from weiyin.functions.bills.paying import Desk, Pay, Target
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.life import picking
from weiyin.people.who import Who

_KIND = "charity"


@function(
    id="lottery_charity",
    title="公益捐款",
    group="ysh.life",
    about="向公益项目捐款，捐赠凭证随时可查",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.LIFE,
)
def answer(
    card: DebitCard,
    books: Books,
    bills: Bills,
    saved: SavedBills,
    project: Annotated[str | None, Input("公益项目", InputKind.PICK)] = None,
    amount: Annotated[Money | None, Input("捐款金额", InputKind.MONEY)] = None,
) -> DraftRequest:
    fund, chosen = picking.picked(bills, _KIND, "project", project, "请选择公益项目")
    given = fund.check_amount(amount)
    shown, told = (("公益项目", chosen.title),), {"project": chosen.ref}
    charge = replace(picking.again(chosen), amount=given)
    desk, to = Desk(card, books, bills, saved), Target(fund, "DONOR")
    note = "捐款完成后不能撤回。"
    return paying.request("公益捐款", desk, to, charge, shown, told, note)


def offer(bills: Bills) -> tuple[Offer, ...]:
    return (picking.offered("project", bills, _KIND),)


def perform(order: Pay, who: Who, bills: Bills, key: DraftKey) -> Answer:
    return paying.carry_out(order, who, bills, key)
