"""理财产品超市: what is on the shelf, with risk, term and benchmark (never a promised yield)."""

from __future__ import annotations

from weiyin.bank.core import Books
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function


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
def answer(books: Books) -> Answer:
    rows = tuple(
        (
            product.name,
            product.risk,
            f"{product.term_days}天" if product.term_days else "每日可赎",
            product.benchmark,
            f"{_whole(product.start)}元起",
        )
        for product in books.wealth_products()
    )
    return Answer(
        title="理财产品",
        lead=f"在售理财产品 {len(rows)} 款。理财非存款，产品有风险，投资须谨慎。"
        "业绩比较基准不是对收益的承诺。",
        table=Table(("产品", "风险", "期限", "业绩比较基准", "起购"), rows),
        next=("deposit_rate_query",),
    )


def _whole(amount: Money) -> str:
    """`10,000` for an amount in whole yuan."""
    return str(amount).removesuffix(".00")
