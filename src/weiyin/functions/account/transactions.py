"""交易明细查询: the latest movements, or those of the days asked for; longer lists on the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from weiyin.bank.core import Books, EntryLine, Totals
from weiyin.base.clock import SHANGHAI
from weiyin.base.dates import DateRange
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import DebitCard, RowsShown
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

LATEST = 10


@function(
    id="transaction_query",
    title="交易明细",
    group="common.account",
    about="查询借记卡的收支明细，可以说日期，例如“上个月的明细”",
    risk=Risk.READ,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
    place=2,
    codes=("MX",),
)
def answer(
    card: DebitCard,
    books: Books,
    rows: RowsShown,
    dates: Annotated[
        DateRange | None, Input("日期", InputKind.DATES, help="例如：上个月、7月1日到15日")
    ] = None,
) -> Answer:
    since, until = dates.moments() if dates else (None, None)
    lines = books.entries(card.account_no, since, until, rows if dates else min(rows, LATEST))
    whose = f"借记卡（{mask_card(card.tail)}）"
    if not lines:
        return Answer(title="交易明细", lead=f"{whose}{_span(dates)}没有交易记录。")
    table = Table(("时间", "摘要", "金额", "余额"), tuple(_row(line) for line in lines))
    latest = Answer(
        title="交易明细",
        lead=f"{whose}最近 {len(lines)} 笔交易：",
        table=table,
        next=("balance_query",),
    )
    if dates is None:
        return latest
    totals = books.totals(card.account_no, since, until)
    return replace(
        latest,
        lead=f"{whose}{_span(dates)}共 {totals.count} 笔。",
        facts=_sums(totals),
        table=replace(table, total=totals.count),
    )


def _span(dates: DateRange | None) -> str:
    if dates is None:
        return "最近"
    first, last = dates.first, dates.last
    if first == last:
        return f"{first.year}年{first.month}月{first.day}日"
    end = f"{last.month}月{last.day}日"
    if first.year != last.year:
        end = f"{last.year}年{end}"
    return f"{first.year}年{first.month}月{first.day}日至{end}"


def _row(line: EntryLine) -> tuple[str, ...]:
    at = line.at.astimezone(SHANGHAI)
    sign = "+" if line.amount.fen > 0 else ""
    what = line.memo or line.other
    return (f"{at:%m-%d %H:%M}", what, f"{sign}{line.amount}", str(line.balance))


def _sums(totals: Totals) -> tuple[tuple[str, str], ...]:
    return (("支出合计", f"{totals.money_out} 元"), ("收入合计", f"{totals.money_in} 元"))
