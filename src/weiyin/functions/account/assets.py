"""资产总览: everything owned and owed here at a glance, as a total, by kind, and as a chart."""

from __future__ import annotations

from itertools import groupby

from weiyin.bank.holdings.source import Holding
from weiyin.bank.services.account_facts import AccountFacts
from weiyin.base.money import Money
from weiyin.base.pictures import Chart, ChartPoint
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.people.who import Who


@function(
    id="asset_overview",
    title="资产总览",
    group="common.account",
    about="一眼看清名下存款、理财、基金、贵金属和欠款",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(who: Who, accounts: AccountFacts) -> Answer:
    holdings = accounts.holdings(customer_of(who))
    yuan = [one for one in holdings if one.amount.currency == "CNY"]
    owned = _sum([one for one in yuan if one.amount.fen > 0])
    owed = _sum([one for one in yuan if one.amount.fen < 0])
    kinds = [(kind, _sum(list(of_it))) for kind, of_it in groupby(yuan, lambda one: one.kind)]
    return Answer(
        title="资产总览",
        lead=f"您的总资产 {owned} 元，负债 {-owed} 元，净资产 {owned + owed} 元。",
        facts=tuple((kind, f"{amount} 元") for kind, amount in kinds),
        table=Table(("类别", "名称", "金额", "说明"), tuple(map(_row, holdings))),
        charts=_chart(kinds),
        next=("balance_query", "term_deposit_query", "annual_bill"),
    )


def _chart(kinds: list[tuple[str, Money]]) -> tuple[Chart, ...]:
    points = tuple(
        ChartPoint(kind, amount.fen, f"{amount} 元") for kind, amount in kinds if amount.fen > 0
    )
    return (Chart("share", "资产构成", points),) if len(points) > 1 else ()


def _row(one: Holding) -> tuple[str, ...]:
    unit = "" if one.amount.currency == "CNY" else f" {one.amount.currency}"
    return (one.kind, one.name, f"{one.amount}{unit}", one.detail)


def _sum(holdings: list[Holding]) -> Money:
    return sum((one.amount for one in holdings), Money.zero())
