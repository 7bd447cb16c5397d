"""游戏点卡与视频会员: digital goods for an account elsewhere."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.bills.orders import mask_number
from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import SavedBills
from weiyin.base.errors import BadInput
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.bills import paying
from weiyin.functions.bills.paying import Desk, Pay, Target
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.life import picking
from weiyin.people.who import Who

_KIND = "digital"
_WARNING = "充到别人账号的钱追不回来。凡是陌生人让您买点卡、会员“返利”的都是诈骗。"


@function(
    id="game_card",
    title="游戏点卡与会员",
    group="ysh.life",
    about="购买游戏点卡、视频和音乐会员",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.LIFE,
)
def answer(
    card: DebitCard,
    books: Books,
    bills: Bills,
    saved: SavedBills,
    item: Annotated[str | None, Input("商品", InputKind.PICK)] = None,
    account: Annotated[str | None, Input("充值账号", InputKind.USER_NUMBER)] = None,
) -> DraftRequest:
    shop, thing = picking.picked(bills, _KIND, "item", item, "请选择要买的商品")
    if not account:
        raise BadInput("account", "请填写充值账号")
    try:
        number = shop.check_number(account)
    except BadInput as refusal:
        raise BadInput("account", refusal.heard) from refusal
    shown = (("商品", thing.title), ("充值账号", mask_number(number)))
    told = {"item": thing.ref}
    desk, to = Desk(card, books, bills, saved), Target(shop, number)
    return paying.request("游戏点卡与会员", desk, to, picking.again(thing), shown, told, _WARNING)


def offer(bills: Bills) -> tuple[Offer, ...]:
    return (picking.offered("item", bills, _KIND),)


def perform(order: Pay, who: Who, bills: Bills, key: DraftKey) -> Answer:
    return paying.carry_out(order, who, bills, key)
