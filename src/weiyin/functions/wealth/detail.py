"""理财产品详情: the prospectus in short: risk, fees, windows, the curve of its net value."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.services.wealth_shelf import WealthShelf
from weiyin.bank.wealth.dealing import shown_nav
from weiyin.bank.wealth.navs import Nav
from weiyin.bank.wealth.shelf import Kind, Product
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer
from weiyin.functions.calling import Filled
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.wealth.choosing import chosen, product_asked, taps
from weiyin.functions.wealth.prospectus import curve, facts_of
from weiyin.functions.wealth.trading import RISK_WORDS

_KINDS = frozenset({Kind.WEALTH, Kind.CASH})
_DAYS = 60


@function(
    id="wealth_detail",
    title="理财产品详情",
    group="weifin.wealth",
    about="产品说明、风险等级、费用、购买时间和净值走势",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.WEIFIN,
)
def answer(
    shelf: WealthShelf,
    product: Annotated[str, product_asked("产品", "想了解哪款产品？请说名称或代码")],
) -> Answer:
    found = chosen(shelf, product, _KINDS)
    one = found.product
    return Answer(
        title=one.name,
        lead=f"{one.terms.about}{RISK_WORDS}",
        facts=(*facts_of(one), *_newest(found.nav, one)),
        charts=curve(shelf.navs(one.code, _DAYS), one),
        next=("cash_mgmt_in_out" if one.terms.kind is Kind.CASH else "wealth_buy", "wealth_list"),
        about=("product", one.code),
    )


def offer(shelf: WealthShelf, filled: Filled) -> tuple[Offer, ...]:
    return taps(shelf, _KINDS, filled)


def _newest(nav: Nav | None, product: Product) -> tuple[tuple[str, str], ...]:
    if nav is None:
        return ()
    if product.terms.kind is Kind.CASH:
        return ((f"每万份收益（{nav.day:%m-%d}）", f"{shown_nav(nav.income_e4)} 元"),)
    return ((f"单位净值（{nav.day:%m-%d}）", shown_nav(nav.nav_e4)),)
