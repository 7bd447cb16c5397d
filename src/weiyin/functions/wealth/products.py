"""理财产品超市: what is on the shelf, with risk, term and benchmark (never a promised yield)."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books, WealthProduct
from weiyin.bank.services.risk_grades import RiskGrades
from weiyin.bank.services.wealth_shelf import WealthShelf
from weiyin.bank.wealth.shelf import Kind
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.wealth.choosing import RiskAsked
from weiyin.functions.wealth.comparing import Compared, compared
from weiyin.people.who import Who

_TERMS = {
    "any": ("随时可赎", 0, 0),
    "short": ("3个月内", 1, 92),
    "middle": ("3个月至1年", 93, 366),
    "long": ("1年以上", 367, 100_000),
}
"""Label, least and most days."""
_TERMS_SAID = (
    ("any", "灵活|随存随取|随时|活期|每日"),
    ("short", "短期|一个月|1个月|三个月|3个月"),
    ("middle", "半年|六个月|6个月"),
    ("long", "长期|一年以上|两年|三年"),
)


@function(
    id="wealth_list",
    title="理财产品",
    group="weifin.wealth",
    about="在售理财产品的期限、风险等级、业绩比较基准和起购金额",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.WEIFIN,
    place=4,
    codes=("LC",),
)
def answer(
    books: Books,
    who: Who,
    grades: RiskGrades,
    shelf: WealthShelf,
    risk: RiskAsked = None,
    term: Annotated[
        str | None,
        Input(
            "期限",
            InputKind.CHOICE,
            options=tuple((value, label) for value, (label, _, _) in _TERMS.items()),
            said=_TERMS_SAID,
        ),
    ] = None,
    compare: Compared = None,
) -> Answer:
    known = shelf.products()
    if compare:
        ours = [one for one in known if one.product.terms.kind is not Kind.FUND]
        return compared(ours, compare, "理财产品比较", "wealth_detail", ("wealth_buy",))
    funds = {one.product.code for one in known if one.product.terms.kind is Kind.FUND}
    fitting = [
        one
        for one in books.wealth_products()
        if one.code not in funds
        and (risk is None or one.risk == risk)
        and (term is None or _lasts(one, term))
    ]
    grade = grades.grade(who.customer_no) if who.customer_no else None
    yours = f"您的风险等级为 {grade.name}。" if grade else ""
    return Answer(
        title="理财产品",
        lead=f"在售理财产品 {len(fitting)} 款。{yours}理财非存款，产品有风险，投资须谨慎。"
        "业绩比较基准不是对收益的承诺。",
        table=Table(
            ("产品", "风险", "期限", "业绩比较基准", "起购"),
            tuple(map(_row, fitting)),
            keys=tuple(one.code for one in fitting),
            opens="wealth_detail",
            pick="compare",
        ),
        next=("wealth_detail", "wealth_buy", "risk_assessment", "deposit_rate_query"),
    )


def _lasts(product: WealthProduct, term: str) -> bool:
    _, least, most = _TERMS[term]
    return least <= product.term_days <= most


def _row(product: WealthProduct) -> tuple[str, ...]:
    return (
        product.name,
        product.risk,
        f"{product.term_days}天" if product.term_days else "每日可赎",
        product.benchmark,
        f"{_whole(product.start)}元起",
    )


def _whole(amount: Money) -> str:
    """`10,000` for an amount in whole yuan."""
    return str(amount).removesuffix(".00")
