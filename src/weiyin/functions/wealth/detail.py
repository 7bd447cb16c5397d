"""理财产品详情: the prospectus in short: risk, fees, windows, the curve of its net value."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.services.wealth_shelf import WealthShelf
from weiyin.bank.wealth.dealing import shown_nav
from weiyin.bank.wealth.navs import Nav
from weiyin.bank.wealth.shelf import Kind, Product
from weiyin.base.pictures import Chart, ChartPoint
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.wealth.choosing import chosen, taps, term_words
from weiyin.functions.wealth.trading import RISK_WORDS, percent

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
    product: Annotated[
        str, Input("产品", InputKind.WORDS, ask="想了解哪款产品？请说名称或代码", help="名称或代码")
    ],
) -> Answer:
    found = chosen(shelf, product, _KINDS)
    one = found.product
    return Answer(
        title=one.name,
        lead=f"{one.terms.about}{RISK_WORDS}",
        facts=(*facts_of(one), *_newest(found.nav, one)),
        charts=curve(shelf.navs(one.code, _DAYS), one),
        next=("wealth_buy", "risk_assessment", "wealth_list"),
    )


def offer(shelf: WealthShelf) -> tuple[Offer, ...]:
    return taps(shelf, _KINDS)


def facts_of(product: Product) -> tuple[tuple[str, str], ...]:
    """All that a prospectus says on its first page."""
    terms = product.terms
    return (
        ("产品名称", product.name),
        ("产品代码", product.code),
        ("管理人", terms.issuer),
        ("风险等级", product.risk),
        ("期限", term_words(product)),
        ("业绩比较基准", product.benchmark),
        ("起购金额", f"{product.start} 元，递增 {terms.step} 元"),
        ("购买时间", product.window),
        *((("募集截止", str(terms.closes)),) if terms.closes else ()),
        *((("起息日", str(terms.starts)),) if terms.starts else ()),
        *((("到期日", str(terms.matures)),) if terms.matures else ()),
        ("份额确认", f"T+{terms.buy_days} 个交易日"),
        ("赎回到账", "到期自动兑付" if terms.matures else f"T+{terms.pay_days} 个交易日"),
        ("认/申购费率", _fees(terms.buy_fees, "低于{:,}元")),
        ("赎回费率", _fees(terms.redeem_fees, "持有不足{:,}天")),
        *((("投资冷静期", f"{terms.cooling_hours} 小时"),) if terms.cooling_hours else ()),
    )


def curve(navs: tuple[Nav, ...], product: Product) -> tuple[Chart, ...]:
    """The net value through time; of a cash product, its income on 10,000 units."""
    if len(navs) < 2:
        return ()
    cash = product.terms.kind is Kind.CASH
    points = tuple(
        ChartPoint(
            f"{one.day:%m-%d}",
            one.income_e4 if cash else one.nav_e4,
            shown_nav(one.income_e4 if cash else one.nav_e4),
        )
        for one in navs
    )
    return (Chart("line", "每万份收益（元）" if cash else "单位净值", points),)


def _newest(nav: Nav | None, product: Product) -> tuple[tuple[str, str], ...]:
    if nav is None:
        return ()
    if product.terms.kind is Kind.CASH:
        return ((f"每万份收益（{nav.day:%m-%d}）", f"{shown_nav(nav.income_e4)} 元"),)
    return ((f"单位净值（{nav.day:%m-%d}）", shown_nav(nav.nav_e4)),)


def _fees(steps: tuple[tuple[int, int], ...], below: str) -> str:
    if not any(bp for _, bp in steps):
        return "0.00%"
    return "；".join(
        f"{below.format(bound // 100 if '元' in below else bound)} {percent(bp)}"
        if bound
        else f"其余 {percent(bp)}"
        for bound, bp in steps
    )
