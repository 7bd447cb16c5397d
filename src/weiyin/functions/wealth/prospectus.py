"""What a prospectus says of a product: its first page, and the curve of its net value."""

from __future__ import annotations

from weiyin.bank.wealth.dealing import shown_nav
from weiyin.bank.wealth.navs import Nav
from weiyin.bank.wealth.shelf import Kind, Product
from weiyin.base.pictures import Chart, ChartPoint
from weiyin.functions.wealth.choosing import term_words
from weiyin.functions.wealth.trading import percent


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
        ("认/申购费率", fee_words(terms.buy_fees, "低于{:,}元")),
        ("赎回费率", fee_words(terms.redeem_fees, "持有不足{:,}天")),
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


def fee_words(steps: tuple[tuple[int, int], ...], below: str) -> str:
    """`低于1,000,000元 1.50%；其余 1.00%`; `below` words a bound."""
    if not any(bp for _, bp in steps):
        return "0.00%"
    return "；".join(
        f"{below.format(bound // 100 if '元' in below else bound)} {percent(bp)}"
        if bound
        else f"其余 {percent(bp)}"
        for bound, bp in steps
    )
