"""存款利率查询: the rates in force today."""

from __future__ import annotations

import re
from datetime import date

from weiyin.bank.core import Books, DepositRate
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function

_TERM = re.compile(r"[一二三四五六七八九十\d]")
"""Where the name of a deposit goes over to its term: 整存整取|三个月."""


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
        lead=f"人民币存款利率，{_day(since)}起执行。" if since else "暂无利率公布。",
        table=Table(("存期", "年利率"), tuple(_row(rate) for rate in _by_family(rates))),
        next=("wealth_list",),
    )


def _by_family(rates: tuple[DepositRate, ...]) -> list[DepositRate]:
    """Each kind of deposit together, from the shortest term; the kinds in order of their first,
    current accounts before all.
    """
    families = [_TERM.split(rate.name)[0] or rate.name for rate in rates]
    order = {family: place for place, family in reversed(list(enumerate(families)))}
    return [
        rates[n]
        for n in sorted(
            range(len(rates)),
            key=lambda n: (not rates[n].name.startswith("活期"), order[families[n]], n),
        )
    ]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _row(rate: DepositRate) -> tuple[str, str]:
    whole, hundredths = divmod(rate.annual_bp, 100)
    return (rate.name, f"{whole}.{hundredths:02d}%")
