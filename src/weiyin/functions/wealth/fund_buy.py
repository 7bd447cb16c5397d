"""基金申购: by the cut-off of the trading day at its net value, risk matched, fees shown."""

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

_FUNDS = frozenset({Kind.FUND})


@function(
    id="fund_buy",
    title="基金申购",
    group="weifin.wealth",
    about="申购基金：交易日15:00前按当日净值，产品风险不高于您的等级",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    shelf: WealthShelf,
    orders: WealthOrders,
    product: Annotated[str, product_asked("基金", "想买哪只基金？请说名称或代码")],
    amount: Annotated[Money, Input("申购金额", InputKind.MONEY, ask="想买多少钱？")],
) -> DraftRequest:
    found = chosen(shelf, product, _FUNDS).product
    return trading.draft_buy(card, books, orders, found, amount)


def offer(shelf: WealthShelf, filled: Filled) -> tuple[Offer, ...]:
    return taps(shelf, _FUNDS, filled)


def perform(order: trading.BuyOrder, orders: WealthOrders, key: DraftKey) -> Answer:
    return trading.bought(order, orders, key, "fund_holdings")
