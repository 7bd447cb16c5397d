"""基金赎回: units sold back at the day's net value, or an order of today taken back."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.wealth_orders import WealthOrders
from weiyin.bank.services.wealth_positions import WealthPositions
from weiyin.bank.services.wealth_shelf import WealthShelf
from weiyin.bank.wealth.shelf import Kind
from weiyin.base.clock import Clock
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.calling import DebitCard, DraftKey, Filled
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.wealth import trading
from weiyin.functions.wealth.choosing import chosen, held, product_asked

_FUNDS = frozenset({Kind.FUND})


Held = Annotated[str, product_asked("基金", "是哪只基金？请说名称或代码")]


@function(
    id="fund_redeem",
    title="基金赎回",
    group="weifin.wealth",
    about="赎回持有的基金份额，或在截止时间前撤销委托",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    shelf: WealthShelf,
    orders: WealthOrders,
    clock: Clock,
    product: Held,
    units: trading.Units = None,
    action: trading.Action = None,
) -> DraftRequest:
    found = chosen(shelf, product, _FUNDS).product
    return trading.draft_back(card, books, orders, found, units, action, clock.now())


def whole(card: DebitCard, shelf: WealthShelf, orders: WealthOrders, product: Held) -> Money:
    """In units, as the input is: hundredths of one."""
    found = chosen(shelf, product, _FUNDS).product
    return Money(orders.quote_redeem(card.customer_no, found.code, 0).free)


def offer(card: DebitCard, positions: WealthPositions, filled: Filled) -> tuple[Offer, ...]:
    return held(positions, card.customer_no, _FUNDS, filled)


def perform(order: trading.RedeemOrder, orders: WealthOrders, key: DraftKey) -> Answer:
    return trading.redeemed(order, orders, key, "fund_holdings")
