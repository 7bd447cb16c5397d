"""交易明细查询: the latest movements, or those of the days, amounts and words asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from weiyin.bank.account.search import FoundLines, Wanted, Way
from weiyin.bank.core import Books, EntryLine
from weiyin.bank.services.account_facts import AccountFacts
from weiyin.base.clock import SHANGHAI
from weiyin.base.dates import DateRange
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import DebitCard, RowsShown
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

PAGE = 10
"""Movements on a numbered page."""
_WAYS = ((Way.IN.value, "收入"), (Way.OUT.value, "支出"))
_SAID = ((Way.OUT.value, r"花|支出|消费|扣|转出"), (Way.IN.value, r"收入|进账|入账|到账|收到|转入"))


@function(
    id="transaction_query",
    title="交易明细",
    group="common.account",
    about="查询借记卡的收支明细，可按日期、金额、收支和摘要查找，例如“上个月的支出”",
    risk=Risk.READ,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
    place=2,
    codes=("MX",),
)
def answer(
    card: DebitCard,
    books: Books,
    accounts: AccountFacts,
    rows: RowsShown,
    dates: Annotated[
        DateRange | None, Input("日期", InputKind.DATES, help="例如：上个月、7月1日到15日")
    ] = None,
    way: Annotated[str | None, Input("收支", InputKind.CHOICE, options=_WAYS, said=_SAID)] = None,
    least: Annotated[Money | None, Input("最低金额", InputKind.MONEY)] = None,
    most: Annotated[Money | None, Input("最高金额", InputKind.MONEY)] = None,
    words: Annotated[
        str | None, Input("摘要或对方", InputKind.WORDS, help="例如：工资、超市")
    ] = None,
    last: Annotated[int | None, Input("最近几笔", InputKind.COUNT)] = None,
    page: Annotated[int | None, Input("第几页", InputKind.COUNT)] = None,
) -> Answer:
    whose = f"借记卡（{mask_card(card.tail)}）"
    since, until = dates.moments() if dates else (None, None)
    wanted = Wanted(since, until, least, most, Way(way or Way.ANY), words or "")
    if wanted == Wanted() and page is None:
        return _latest(whose, books.entries(card.account_no, None, None, min(last or rows, rows)))
    size = min(last or rows, rows if page is None else PAGE)
    found = accounts.search(
        card.customer_no, card.account_no, wanted, size, size * ((page or 1) - 1)
    )
    if not found.lines:
        what = "交易记录" if dates or wanted == Wanted() else "符合条件的交易"
        return Answer(title="交易明细", lead=f"{whose}{_span(dates)}没有{what}。")
    if wanted == Wanted():
        return _listed(f"{whose}第 {page} 页：", found.lines)
    lead = f"{whose}{_span(dates)}共 {found.count} 笔。"
    return _listed(lead, found.lines, _sums(found), found.count)


def _latest(whose: str, lines: Sequence[EntryLine]) -> Answer:
    """Nothing is counted or summed: what is asked for most must not walk a whole account."""
    if not lines:
        return Answer(title="交易明细", lead=f"{whose}最近没有交易记录。")
    return _listed(f"{whose}最近几笔交易：", lines)


def _listed(
    lead: str, lines: Sequence[EntryLine], facts: tuple[tuple[str, str], ...] = (), total: int = 0
) -> Answer:
    rows = tuple(_row(line) for line in lines)
    return Answer(
        title="交易明细",
        lead=lead,
        facts=facts,
        table=Table(("时间", "摘要", "金额", "余额"), rows, total=total),
        next=("balance_query", "annual_bill"),
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


def _sums(found: FoundLines) -> tuple[tuple[str, str], ...]:
    sums = (("支出合计", found.money_out), ("收入合计", found.money_in))
    return tuple((name, f"{amount} 元") for name, amount in sums if amount)
