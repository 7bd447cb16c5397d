"""Two or three products side by side: what tells them apart, each line for all of them."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.services.wealth_shelf import Shelved
from weiyin.bank.wealth.dealing import shown_nav
from weiyin.bank.wealth.shelf import Kind
from weiyin.base.errors import BadInput
from weiyin.functions.answers import Answer, Table
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.wealth.choosing import term_words
from weiyin.functions.wealth.prospectus import fee_words
from weiyin.functions.wealth.trading import RISK_WORDS

_LEAST, _MOST = 2, 3
Compared = Annotated[
    tuple[str, ...] | None,
    Input("比较所选产品", InputKind.SEVERAL, help="勾选2至3款，并排比较"),
]
"""The products to be compared, by code."""


def compared(
    known: list[Shelved], codes: tuple[str, ...], title: str, opens: str, ways_on: tuple[str, ...]
) -> Answer:
    """Raises BadInput unless `codes` are two or three of `known`. `opens` shows one of them."""
    by_code = {one.product.code: one for one in known}
    found = [by_code[code] for code in codes if code in by_code]
    if not _LEAST <= len(found) <= _MOST:
        raise BadInput("compare", f"请勾选{_LEAST}至{_MOST}款产品进行比较")
    lines = [_lines(one) for one in found]
    rows = tuple(
        (label, *(one[place][1] for one in lines)) for place, (label, _) in enumerate(lines[0])
    )
    return Answer(
        title=title,
        lead=f"{len(found)} 款产品并排比较。{RISK_WORDS}",
        table=Table(
            ("项目", *(one.product.name for one in found)),
            rows,
            keys=tuple(one.product.code for one in found),
            opens=opens,
            beside=True,
        ),
        next=ways_on,
    )


def _lines(one: Shelved) -> tuple[tuple[str, str], ...]:
    product, terms = one.product, one.product.terms
    return (
        ("风险等级", product.risk),
        ("期限", term_words(product)),
        ("业绩比较基准", product.benchmark.replace("-", "至")),
        ("起购金额", f"{str(product.start).removesuffix('.00')}元"),
        ("最新净值", _newest(one)),
        ("购买时间", product.window),
        ("份额确认", f"T+{terms.buy_days}"),
        ("赎回到账", "到期兑付" if terms.matures else f"T+{terms.pay_days}"),
        ("认/申购费", fee_words(terms.buy_fees, "低于{:,}元")),
        ("赎回费", fee_words(terms.redeem_fees, "不足{:,}天")),
        ("冷静期", f"{terms.cooling_hours} 小时" if terms.cooling_hours else "无"),
        ("管理人", terms.issuer),
    )


def _newest(one: Shelved) -> str:
    if one.nav is None:
        return "—"
    if one.product.terms.kind is Kind.CASH:
        return f"每万份 {shown_nav(one.nav.income_e4)} 元"
    return f"{shown_nav(one.nav.nav_e4)}（{one.nav.day:%m-%d}）"
