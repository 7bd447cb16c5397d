"""我的理财: what is held, what it is worth, what it brought, and when it may be had back."""

from __future__ import annotations

from weiyin.bank.services.wealth_orders import WealthOrders
from weiyin.bank.services.wealth_positions import WealthPositions
from weiyin.bank.wealth.shelf import Kind
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.wealth.owning import holdings_answer
from weiyin.people.who import Who


@function(
    id="wealth_holdings",
    title="我的理财",
    group="weifin.wealth",
    about="持有的理财产品、市值、收益和下一开放日",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(who: Who, positions: WealthPositions, orders: WealthOrders) -> Answer:
    return holdings_answer(
        customer_of(who), positions, orders, "我的理财", frozenset({Kind.WEALTH, Kind.CASH}),
        ("wealth_redeem", "wealth_list", "cash_mgmt_in_out"),
    )  # fmt: skip
