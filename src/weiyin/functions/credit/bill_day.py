"""账单日修改: another day of the month for the bill, once in a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.credit_accounts import BillDay, CreditAccounts
from weiyin.base.clock import Clock, shanghai_day
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_LAST = 28
"""Every month has it."""


@dataclass(frozen=True, slots=True)
class BillDayOrder:
    customer_no: str
    account_no: str
    day: int


@function(
    id="cc_bill_date_change",
    title="账单日修改",
    group="credit",
    about="修改信用卡账单日，下一期起生效",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    accounts: CreditAccounts,
    clock: Clock,
    day: Annotated[
        int | None, Input("新账单日", InputKind.COUNT, help=f"每月1日至{_LAST}日")
    ] = None,
) -> Answer | DraftRequest:
    now = accounts.bill_day(card.customer_no, card.account_no)
    if day is None:
        return _as_it_is(card.tail, now)
    if not 1 <= day <= _LAST or day == now.day:
        raise BadInput("day", f"请选择1日至{_LAST}日之间、与现账单日不同的一天")
    if now.next_change > shanghai_day(clock.now()):
        raise NotAllowed("bill_day", f"账单日修改间隔未满，{now.next_change} 后可再次修改")
    return DraftRequest(
        title="账单日修改",
        facts=(
            ("信用卡", mask_card(card.tail)),
            ("现账单日", f"每月{now.day}日"),
            ("新账单日", f"每月{day}日"),
            ("到期还款日", f"账单日后第{now.due_days}天"),
            ("生效时间", "下一期账单起"),
        ),
        order=BillDayOrder(card.customer_no, card.account_no, day),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"信用卡尾号{card.tail}账单日改为每月{day}日",
        warning="已出账单的到期还款日不变，仍请按时还款。",
    )


def perform(order: BillDayOrder, accounts: CreditAccounts, key: DraftKey) -> Answer:
    changed = accounts.change_bill_day(key, order.customer_no, order.account_no, order.day)
    return Answer(
        title="修改成功",
        lead=f"账单日已改为每月{changed.day}日，下一期起生效。",
        facts=(("下次可修改", str(changed.next_change)),),
        next=("cc_bill_query",),
    )


def _as_it_is(tail: str, now: BillDay) -> Answer:
    return Answer(
        title="账单日",
        lead=f"信用卡（{mask_card(tail)}）账单日为每月{now.day}日。",
        facts=(
            ("到期还款日", f"账单日后第{now.due_days}天"),
            ("可修改日期", f"{now.next_change} 起"),
        ),
        next=("cc_bill_date_change",),
    )
