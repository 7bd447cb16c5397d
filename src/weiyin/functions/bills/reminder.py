"""缴费提醒: the numbers that are kept, what is due on each, and whether one is reminded of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.services.saved_bills import LineView, SavedBills
from weiyin.base.errors import BadInput
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.bills import paying
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

DEEDS = (("list", "查看"), ("on", "开启提醒"), ("off", "关闭提醒"), ("drop", "删除户号"))
_SAID = (
    ("off", "关闭|取消|不要|别再|停止"),
    ("drop", "删"),
    ("on", "开启|打开|开通"),
)
_DONE = {
    "on": "已开启提醒，账单出来后会通知您。",
    "off": "已关闭提醒。",
    "drop": "已删除，提醒和代扣一并结束。",
}


@dataclass(frozen=True, slots=True)
class Change:
    """The confirmed instruction."""

    deed: str
    line_no: str


@function(
    id="bill_reminder",
    title="缴费提醒",
    group="ysh.bills",
    about="已保存的户号、待缴账单，开关缴费提醒",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
)
def answer(
    who: Who,
    saved: SavedBills,
    deed: Annotated[str, Input("要做什么", InputKind.CHOICE, options=DEEDS, said=_SAID)] = "list",
    line: Annotated[str | None, Input("户号", InputKind.PICK)] = None,
) -> Answer | DraftRequest:
    lines = saved.lines(paying.customer_of(who))
    if deed == "list" or not lines:
        return _listed(lines)
    meant = [one for one in lines if line is None or one.line_no == line]
    if len(meant) != 1:
        raise BadInput("line", "请选择是哪个户号")
    [one] = meant
    facts = (("缴费单位", one.biller_name), ("户号", one.number_masked))
    return DraftRequest(dict(DEEDS)[deed], facts, Change(deed, one.line_no), StepUp.NONE)


def offer(who: Who, saved: SavedBills) -> tuple[Offer, ...]:
    lines = saved.lines(paying.customer_of(who))
    taps = tuple(Choice(one.line_no, f"{one.biller_name} {one.number_masked}") for one in lines)
    return (Offer("deed", value="list"), Offer("line", options=taps))


def perform(order: Change, who: Who, saved: SavedBills, key: DraftKey) -> Answer:
    customer = paying.customer_of(who)
    if order.deed == "drop":
        saved.drop(key, customer, order.line_no)
    else:
        saved.remind(key, customer, order.line_no, order.deed == "on")
    return Answer("缴费提醒", _DONE[order.deed], next=("bill_reminder",))


def _listed(lines: tuple[LineView, ...]) -> Answer:
    if not lines:
        return Answer("缴费提醒", "还没有保存的户号。缴过一次费后自动保存并提醒。")
    rows = tuple(
        (
            one.biller_name,
            one.number_masked,
            "、".join(f"{due.title} {due.amount}元" for due in one.dues) or "暂无待缴",
            "自动代扣" if one.pays_from else "提醒" if one.reminds else "不提醒",
        )
        for one in lines
    )
    due = sum(len(one.dues) for one in lines)
    lead = f"保存了 {len(lines)} 个户号，" + (f"{due} 笔待缴。" if due else "暂无待缴账单。")
    table = Table(("缴费单位", "户号", "待缴", "设置"), rows)
    return Answer("缴费提醒", lead, table=table, next=("bill_reminder", "bill_auto_debit"))
