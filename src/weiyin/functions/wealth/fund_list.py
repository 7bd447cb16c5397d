"""基金超市/净值查询: funds by their growth; one of them with the curve of its net value."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.services.wealth_shelf import Shelved, WealthShelf
from weiyin.bank.wealth.dealing import NAV_ONE, shown_nav
from weiyin.bank.wealth.navs import Nav
from weiyin.bank.wealth.shelf import Kind
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import Filled
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.wealth.choosing import RiskAsked, taps
from weiyin.functions.wealth.comparing import Compared, compared
from weiyin.functions.wealth.prospectus import curve, facts_of
from weiyin.functions.wealth.trading import RISK_WORDS

_FUNDS = frozenset({Kind.FUND})
_SPANS = (("30", "近1月"), ("90", "近3月"), ("365", "近1年"))
_DAYS = 90


@function(
    id="fund_list",
    title="基金超市",
    group="weifin.wealth",
    about="基金净值、涨幅排行，或一只基金的净值走势",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.WEIFIN,
)
def answer(
    shelf: WealthShelf,
    product: Annotated[
        str | None, Input("基金", InputKind.WORDS, help="名称、代码或类型", linked=True)
    ] = None,
    risk: RiskAsked = None,
    span: Annotated[
        str | None,
        Input(
            "排行",
            InputKind.CHOICE,
            options=_SPANS,
            said=(("365", "一年|1年|今年"), ("30", "一个?月|1个?月"), ("90", "三个?月|3个?月|季")),
        ),
    ] = None,
    compare: Compared = None,
) -> Answer:
    funds = [one for one in shelf.products() if one.product.terms.kind in _FUNDS]
    if compare:
        return compared(funds, compare, "基金比较", "fund_list", ("fund_list",))
    found = [
        one
        for one in funds
        if (product is None or _fits(one, product)) and (risk is None or one.product.risk == risk)
    ]
    if product is not None and len(found) == 1:
        return _one(shelf, found[0])
    days = int(span or 90)
    before = shelf.navs_before(days)
    ranked = sorted(found, key=lambda one: growth(one.nav, before.get(one.product.code)) or 0)
    ranked.reverse()
    rows = tuple(_row(one, before.get(one.product.code)) for one in ranked)
    return Answer(
        title="基金超市",
        lead=f"在售基金 {len(rows)} 只，按{dict(_SPANS)[str(days)]}涨幅排列。"
        "过往业绩不代表未来表现，基金有风险，投资须谨慎。",
        table=Table(
            ("基金", "风险", "净值", "涨幅"),
            rows,
            keys=tuple(one.product.code for one in ranked),
            opens="fund_list",
            pick="compare",
        ),
        next=("fund_buy", "fund_auto_invest", "fund_holdings"),
    )


def offer(shelf: WealthShelf, filled: Filled) -> tuple[Offer, ...]:
    return taps(shelf, _FUNDS, filled)


def growth(nav: Nav | None, before: Nav | None) -> int | None:
    """In hundredths of a percent, dividends counted in; None without both values."""
    if nav is None or before is None or before.day == nav.day:
        return None
    return (nav.total_e4 - before.total_e4) * NAV_ONE // before.nav_e4


def shown_growth(bp: int | None) -> str:
    """`+3.21%`, `—`."""
    if bp is None:
        return "—"
    sign = "+" if bp > 0 else "-" if bp < 0 else ""
    return f"{sign}{abs(bp) // 100}.{abs(bp) % 100:02d}%"


def _fits(one: Shelved, words: str) -> bool:
    said = words.strip().upper()
    return said in f"{one.product.code} {one.product.name} {one.product.terms.about}".upper()


def _one(shelf: WealthShelf, found: Shelved) -> Answer:
    one, nav = found.product, found.nav
    grown = tuple(
        (f"{label}涨幅", shown_growth(growth(nav, shelf.navs_before(int(days)).get(one.code))))
        for days, label in _SPANS
    )
    return Answer(
        title=one.name,
        lead=f"{one.terms.about}{RISK_WORDS}",
        facts=(
            *((("单位净值", f"{shown_nav(nav.nav_e4)}（{nav.day:%m-%d}）"),) if nav else ()),
            *((("累计净值", shown_nav(nav.total_e4)),) if nav else ()),
            *grown,
            *facts_of(one),
        ),
        charts=curve(shelf.navs(one.code, _DAYS), one),
        next=("fund_buy", "fund_auto_invest", "fund_list"),
        about=("product", one.code),
    )


def _row(one: Shelved, before: Nav | None) -> tuple[str, ...]:
    nav = shown_nav(one.nav.nav_e4) if one.nav else "—"
    return (one.product.name, one.product.risk, nav, shown_growth(growth(one.nav, before)))
