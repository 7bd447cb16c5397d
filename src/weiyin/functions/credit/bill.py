"""信用卡账单查询: the latest bill or that of a month: amount, minimum, due day, lines."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books, Statement, StatementStatus
from weiyin.base.clock import SHANGHAI
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import CreditCard
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_STATUS = {
    StatementStatus.OPEN: "待还款",
    StatementStatus.SETTLED: "已还清",
    StatementStatus.OVERDUE: "已逾期",
}


@function(
    id="cc_bill_query",
    title="信用卡账单",
    group="credit",
    about="查询本期或往期信用卡账单、最低还款额和到期还款日",
    risk=Risk.READ,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
    place=1,
    codes=("ZD",),
)
def answer(
    card: CreditCard,
    books: Books,
    month: Annotated[str | None, Input("账单月份", InputKind.MONTH, help="例如：上个月")] = None,
) -> Answer:
    bill = books.statement(card.card_id, month)
    named = f"{int(bill.month[:4])}年{int(bill.month[5:])}月"
    left = max(bill.amount - bill.paid, Money.zero())
    return Answer(
        title=f"{named} 信用卡账单",
        lead=(
            f"您的信用卡（{mask_card(card.tail)}）{named}账单应还 {bill.amount} 元，"
            f"到期还款日 {bill.due_day.month}月{bill.due_day.day}日。"
        ),
        facts=(
            ("剩余应还", f"{left} 元"),
            ("最低还款额", f"{bill.minimum} 元"),
            ("已还金额", f"{bill.paid} 元"),
            ("账单状态", _STATUS[bill.status]),
        ),
        table=_lines(bill),
    )


def _lines(bill: Statement) -> Table:
    return Table(
        ("日期", "摘要", "金额"),
        tuple(
            (
                f"{line.at.astimezone(SHANGHAI):%m-%d}",
                line.memo or line.other,
                str(-line.amount),
            )
            for line in bill.lines
        ),
    )
