"""年度账单: what a year went for, by category and by month, as sums and charts."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from weiyin.bank.account.year import Year
from weiyin.bank.services.account_facts import AccountFacts
from weiyin.base.clock import SHANGHAI, Clock, shanghai_day
from weiyin.base.errors import BadInput
from weiyin.base.pictures import Chart, ChartPoint
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

_EARLIEST = 2013
_LAST_YEAR = (("last", r"去年|上一?年"), ("this", r"今年|本年"))


@function(
    id="annual_bill",
    title="年度账单",
    group="common.account",
    about="一年花了多少、花在哪里：按月份和类别统计",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    accounts: AccountFacts,
    clock: Clock,
    year: Annotated[str | None, Input("年份", InputKind.WORDS, help="如 2026，不填为今年")] = None,
    which: Annotated[
        str | None,
        Input("哪一年", InputKind.CHOICE, options=(("this", "今年"), ("last", "去年")),
              said=_LAST_YEAR),
    ] = None,
) -> Answer:  # fmt: skip
    today = shanghai_day(clock.now())
    wanted = _year(year, today) if year else today.year - (which == "last")
    found = accounts.year(customer_of(who), wanted)
    if not found.count and not found.earned:
        return Answer(title=f"{wanted}年度账单", lead=f"{wanted}年没有收支记录。")
    return Answer(
        title=f"{wanted}年度账单",
        lead=f"{wanted}年{'至今' if wanted == today.year else ''}"
        f"您共支出 {found.count} 笔{_most(found)}。",
        facts=_facts(found),
        table=Table(
            ("类别", "金额", "笔数", "占比"),
            tuple(
                (one.category, str(one.spent), str(one.count), _share(one.spent.fen, found))
                for one in found.categories
            ),
        ),
        charts=_charts(found),
        next=("transaction_query", "asset_overview"),
    )


def _year(typed: str, today: date) -> int:
    matched = re.fullmatch(r"(20\d\d)\s?年?", typed.strip(), re.ASCII)
    if matched is None or not _EARLIEST <= int(matched[1]) <= today.year:
        raise BadInput("year", f"请填写 {_EARLIEST} 到 {today.year} 之间的年份")
    return int(matched[1])


def _most(found: Year) -> str:
    return f"，花得最多的是{found.categories[0].category}" if found.categories else ""


def _facts(found: Year) -> tuple[tuple[str, str], ...]:
    facts = [("支出合计", f"{found.spent} 元"), ("收入合计", f"{found.earned} 元")]
    facts += [(one.category, f"{one.spent} 元") for one in found.categories[:3]]
    if found.biggest is not None:
        line = found.biggest
        what = line.memo or line.other
        at = line.at.astimezone(SHANGHAI)
        facts.append(("最大一笔", f"{at:%m-%d} {what} {-line.amount} 元"))
    return tuple(facts)


def _charts(found: Year) -> tuple[Chart, ...]:
    shares = tuple(
        ChartPoint(one.category, one.spent.fen, f"{one.spent} 元") for one in found.categories
    )
    months = tuple(
        ChartPoint(f"{one.month}月", one.spent.fen, f"{one.spent} 元") for one in found.months
    )
    return (Chart("share", "支出类别", shares), Chart("bars", "每月支出", months))


def _share(fen: int, found: Year) -> str:
    """In whole percent, rounded down: the parts never add up to more than the whole."""
    return f"{fen * 100 // found.spent.fen if found.spent.fen else 0}%"
