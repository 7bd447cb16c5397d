"""我的理财: what is held, what it is worth, what it brought, and when it may be had back."""

from __future__ import annotations

from msgspec.structs import replace

from weiyin.bank.services.treasury_bonds import TreasuryBonds
from weiyin.bank.services.wealth_orders import WealthOrders
from weiyin.bank.services.wealth_positions import WealthPositions
from weiyin.bank.wealth.bonds import Bond
from weiyin.bank.wealth.shelf import Kind
from weiyin.base.money import Money
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.wealth.owning import holdings_answer
from weiyin.people.who import Who


@function(
    id="wealth_holdings",
    title="我的理财",
    group="weifin.wealth",
    about="持有的理财产品和国债、市值、收益和下一开放日",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who, positions: WealthPositions, orders: WealthOrders, bonds: TreasuryBonds
) -> Answer:
    customer_no = customer_of(who)
    found = holdings_answer(
        customer_no, positions, orders, "我的理财", frozenset({Kind.WEALTH, Kind.CASH}),
        ("wealth_redeem", "wealth_list", "cash_mgmt_in_out"),
    )  # fmt: skip
    mine = bonds.mine(customer_no)
    if not mine:
        return found
    names = {one.code: one.name for one in bonds.issues()}
    held = sum((one.amount for one in mine), Money.zero())
    lead = f"{found.lead}另持有国债 {held} 元。" if found.table else f"您持有国债 {held} 元。"
    return replace(
        found,
        lead=lead,
        facts=(*found.facts, *(_bond(names[one.code], one) for one in mine)),
        next=(*found.next, "treasury_bond"),
    )


def _bond(name: str, bond: Bond) -> tuple[str, str]:
    return (name, f"{bond.amount} 元，{bond.next} 付息")
