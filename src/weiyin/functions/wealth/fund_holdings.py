"""我的基金: what is held, its profit, the plans that buy more of it."""

from __future__ import annotations

from msgspec.structs import replace

from weiyin.bank.services.invest_plans import InvestPlans
from weiyin.bank.services.wealth_orders import WealthOrders
from weiyin.bank.services.wealth_positions import WealthPositions
from weiyin.bank.wealth.shelf import Kind
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.wealth.owning import holdings_answer
from weiyin.people.who import Who


@function(
    id="fund_holdings",
    title="我的基金",
    group="weifin.wealth",
    about="持有的基金、市值、盈亏和定投计划",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who, positions: WealthPositions, orders: WealthOrders, plans: InvestPlans
) -> Answer:
    customer_no = customer_of(who)
    found = holdings_answer(
        customer_no, positions, orders, "我的基金", frozenset({Kind.FUND}),
        ("fund_redeem", "fund_list", "fund_auto_invest"),
    )  # fmt: skip
    mine = plans.mine(customer_no)
    if not mine:
        return found
    return replace(found, facts=(*found.facts, ("定投计划", f"{len(mine)} 个")))
