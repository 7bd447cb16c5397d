"""缴费记录: what was paid to billers and merchants, where each order stands, and its receipt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from weiyin.bank.bills.orders import OPEN, State
from weiyin.bank.services.bills import Bills, OrderView
from weiyin.base.clock import SHANGHAI, Clock, shanghai_day, shanghai_midnight
from weiyin.base.dates import DateRange
from weiyin.base.pictures import Stage
from weiyin.functions.answers import Answer, Table
from weiyin.functions.bills import paying
from weiyin.functions.calling import RowsShown
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

_DAYS = timedelta(days=365)


@function(
    id="bill_history",
    title="缴费记录",
    group="ysh.bills",
    about="缴费和订单的进度、凭证与记录",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
)
def answer(
    who: Who,
    bills: Bills,
    clock: Clock,
    rows: RowsShown,
    dates: Annotated[DateRange | None, Input("日期", InputKind.DATES, help="不填为近一年")] = None,
) -> Answer:
    today = shanghai_day(clock.now())
    first, last = (today - _DAYS, today) if dates is None else (dates.first, dates.last)
    since, until = shanghai_midnight(first), shanghai_midnight(last + timedelta(days=1))
    found = bills.latest(paying.customer_of(who), since, until, rows)
    if not found:
        return Answer("缴费记录", "这段时间没有缴费记录。", next=("bill_reminder",))
    newest = found[0]
    return Answer(
        title="缴费记录",
        lead=f"最近一笔：{newest.title} {newest.amount} 元，{newest.status}。",
        facts=paying.facts_of(newest),
        table=_table(found[1:]),
        steps=_timeline(newest),
        pending=newest.state in OPEN,
        next=("bill_reminder", "bill_auto_debit"),
    )


def _table(found: tuple[OrderView, ...]) -> Table | None:
    if not found:
        return None
    rows = tuple(
        (_moment(one.made), one.title, f"{one.amount}", one.code or one.status) for one in found
    )
    return Table(("时间", "项目", "金额", "状态"), rows)


def _timeline(one: OrderView) -> tuple[Stage, ...]:
    """Held, asked, ended: how far it has come."""
    ended = one.state not in OPEN
    failed = one.state in {State.DECLINED, State.LATE}
    return (
        Stage("款项已预留", "done", _moment(one.made)),
        Stage(
            "提交收款单位",
            "done" if one.asked else "now",
            _moment(one.asked) if one.asked else "",
        ),
        Stage(
            one.status if ended else "等待结果",
            "failed" if failed else "done" if ended else "now" if one.asked else "next",
            _moment(one.ended) if one.ended else "",
        ),
    )


def _moment(at: datetime) -> str:
    here = at.astimezone(SHANGHAI)
    return f"{here:%Y-%m-%d %H:%M}"
