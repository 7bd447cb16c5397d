"""存款利率查询: the rates in force today."""

from __future__ import annotations

from weiyin.bank.core import Books, DepositRate
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function


@function(
    id="deposit_rate_query",
    title="存款利率",
    group="weifin.wealth",
    about="人民币存款挂牌利率",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.WEIFIN,
    place=5,
    codes=("LL",),
)
def answer(books: Books) -> Answer:
    rates = books.deposit_rates()
    since = max((rate.since for rate in rates), default=None)
    return Answer(
        title="存款利率",
        lead=f"人民币存款利率（{since}起执行）：" if since else "暂无利率公布。",
        table=Table(("存期", "年利率"), tuple(_row(rate) for rate in rates)),
        next=("wealth_list",),
    )


def _row(rate: DepositRate) -> tuple[str, str]:
    whole, hundredths = divmod(rate.annual_bp, 100)
    return (rate.name, f"{whole}.{hundredths:02d}%")
