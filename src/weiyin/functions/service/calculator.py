"""理财/存款计算器: what a deposit brings, what an instalment really costs a year."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.credit.rates import PPM, percent, yearly_rate
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_KINDS = (("deposit", "存款利息"), ("instalment", "分期成本"))
_KIND_SAID = (("instalment", "分期|手续费|费率|真实利率|实际利率|年化"),)
_TERMS = (
    ("3", "3个月"),
    ("6", "6个月"),
    ("12", "1年（12期）"),
    ("24", "2年（24期）"),
    ("36", "3年（36期）"),
    ("60", "5年"),
)
_TERM_SAID = (
    ("36", "(36|三十六)\\s?(期|个月)|[三3]年"),
    ("24", "(24|二十四)\\s?(期|个月)|[两二2]年"),
    ("60", "[五5]年"),
    ("12", "(12|十二)\\s?(期|个月)|[一1]年"),
    ("6", "[六6]\\s?(期|个月)|半年"),
    ("3", "[三3]\\s?(期|个月)|一?季度"),
)
_FEE_PPM = 6_000
"""0.60 % an instalment: what is usual, where the customer names no other."""


@function(
    id="financial_calculator",
    title="理财计算器",
    group="common.service",
    about="按今天的利率试算存款利息，或算出分期的年化成本",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.WEIFIN,
)
def answer(
    books: Books,
    amount: Annotated[Money, Input("金额", InputKind.MONEY, ask="请告诉我金额，例如“5万”")],
    kind: Annotated[
        str | None, Input("试算", InputKind.CHOICE, options=_KINDS, said=_KIND_SAID)
    ] = None,
    term: Annotated[
        str | None, Input("期限", InputKind.CHOICE, options=_TERMS, said=_TERM_SAID)
    ] = None,
    fee: Annotated[
        Money | None,
        Input("每期手续费", InputKind.MONEY, help="分期时填写，元；不填按每期0.60%计算", zero=True),
    ] = None,
) -> Answer:
    if kind == "instalment":
        return _instalment(amount, int(term or "12"), fee)
    return _deposit(books, amount, int(term) if term else None)


def _deposit(books: Books, amount: Money, months: int | None) -> Answer:
    """Principal × rate × whole months ÷ 12: how term deposits are paid."""
    rows = tuple(
        (
            one.name,
            f"{one.annual_bp // 100}.{one.annual_bp % 100:02d}%",
            f"{amount.share(one.annual_bp * one.term_months, 10_000 * 12)} 元",
        )
        for one in books.deposit_rates()
        if one.term_months and (months is None or one.term_months == months)
    )
    if not rows:
        raise BadInput("term", "没有这个期限的定期存款，请选择其他期限")
    return Answer(
        title="存款利息试算",
        lead=f"存入 {amount} 元，到期利息如下；提前支取按支取日活期利率计息。",
        table=Table(("存期", "年利率", "到期利息"), rows),
        next=("deposit_rate_query", "financial_calculator"),
    )


def _instalment(amount: Money, periods: int, fee: Money | None) -> Answer:
    ppm = _FEE_PPM if fee is None else (fee.fen * PPM + amount.fen // 2) // amount.fen
    rate = yearly_rate(periods, ppm)
    each = amount.share(ppm, PPM)
    total = Money(each.fen * periods)
    return Answer(
        title="分期成本试算",
        lead=f"{amount} 元分 {periods} 期，年化利率约 {percent(rate.nominal_ppm)}%（单利）。",
        facts=(
            ("每期还本", f"{amount.share(1, periods)} 元"),
            ("每期手续费", f"{each} 元（{percent(ppm)}%）"),
            ("手续费合计", f"{total} 元"),
            ("年化利率（复利）", f"{percent(rate.effective_ppm)}%"),
        ),
        next=("cc_bill_instalment", "financial_calculator"),
    )
