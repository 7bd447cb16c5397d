"""理财购买: judged by the customer's risk grade, shown with its risks, confirmed by code."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.wealth_orders import WealthOrders
from weiyin.bank.services.wealth_shelf import WealthShelf
from weiyin.bank.wealth.shelf import Kind
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.calling import DebitCard, DraftKey, Filled
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.wealth import trading
from weiyin.functions.wealth.choosing import chosen, product_asked, taps

_KINDS = frozenset({Kind.WEALTH})


@function(
    id="wealth_buy",
    title="理财购买",
    group="weifin.wealth",
    about="购买理财产品：先做风险测评，产品风险不高于您的等级",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    shelf: WealthShelf,
    orders: WealthOrders,
    product: Annotated[str, product_asked("产品", "想买哪款理财？请说名称或代码")],
    amount: Annotated[Money, Input("购买金额", InputKind.MONEY, ask="想买多少钱？")],
) -> DraftRequest:
    found = chosen(shelf, product, _KINDS).product
    return trading.draft_buy(card, books, orders, found, amount)


def offer(shelf: WealthShelf, filled: Filled) -> tuple[Offer, ...]:
    return taps(shelf, _KINDS, filled)


def perform(order: trading.BuyOrder, orders: WealthOrders, key: DraftKey) -> Answer:
    return trading.bought(order, orders, key, "wealth_holdings")
