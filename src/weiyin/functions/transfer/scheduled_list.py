"""我的预约转账: the standing orders in force, and stopping one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.payments.plans import Every
from weiyin.bank.services.scheduled import PlanView, Scheduled
from weiyin.base.errors import NotFound
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who

_OFTEN = {Every.ONCE: "一次", Every.DAY: "每天", Every.WEEK: "每周", Every.MONTH: "每月"}


@dataclass(frozen=True, slots=True)
class Stop:
    plan_no: str


@function(
    id="transfer_scheduled_list",
    title="我的预约转账",
    group="common.transfer",
    about="查看和取消预约转账、自动转账",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    books: Books,
    scheduled: Scheduled,
    plan: Annotated[
        str | None, Input("要取消的预约", InputKind.WORDS, help="不填则查看全部")
    ] = None,
    payee: Annotated[str | None, Input("收款人", InputKind.PAYEE)] = None,
    amount: Annotated[Money | None, Input("转账金额", InputKind.MONEY)] = None,
) -> Answer | DraftRequest:
    customer = paying.customer_of(who)
    mine = scheduled.mine(customer)
    if plan is None and payee is None and amount is None:
        return _listed(mine)
    found = [
        one
        for one in mine
        if plan in (None, one.plan_no)
        and amount in (None, one.amount)
        and (payee is None or payee[1:] == one.payee_masked[1:])
    ]
    if not found:
        raise NotFound(heard="没有找到这个预约转账，可能已经结束或取消")
    if len(found) > 1:
        return _listed(tuple(found))
    return _stopping(found[0], books.reserved_phone(customer))


def offer(who: Who, scheduled: Scheduled) -> tuple[Offer, ...]:
    mine = scheduled.mine(paying.customer_of(who))
    return (Offer("plan", options=tuple(Choice(one.plan_no, _named(one)) for one in mine)),)


def perform(order: Stop, who: Who, scheduled: Scheduled, key: DraftKey) -> Answer:
    done = scheduled.stop(key, paying.customer_of(who), order.plan_no)
    return Answer(
        title="已取消",
        lead=f"预约转账已取消，不再向 {done.payee_masked} 自动转账。",
        next=("transfer_scheduled_list",),
    )


def _listed(mine: tuple[PlanView, ...]) -> Answer:
    if not mine:
        return Answer("我的预约转账", "没有预约转账。", next=("transfer_scheduled",))
    rows = tuple(
        (
            paying.moment(one.next),
            f"{one.payee_masked} {mask_card(one.payee_tail)}",
            f"{one.amount}",
            _OFTEN[one.every],
            one.why and f"上次未成功：{one.why}",
        )
        for one in mine
    )
    return Answer(
        "我的预约转账",
        f"共 {len(mine)} 个。取消请说出收款人或金额，或打开页面选择。",
        table=Table(("下次转账", "收款人", "每次金额", "频率", "说明"), rows),
        next=("transfer_scheduled_list",),
    )


def _stopping(one: PlanView, phone: str) -> DraftRequest:
    return DraftRequest(
        title="取消预约转账",
        facts=(
            ("收款人", f"{one.payee_masked} {mask_card(one.payee_tail)}"),
            ("每次金额", f"{one.amount} 元"),
            ("频率", _OFTEN[one.every]),
            ("下次转账", paying.moment(one.next)),
        ),
        order=Stop(one.plan_no),
        step_up=StepUp.CODE,
        phone=phone,
        words=f"取消向尾号{one.payee_tail}的预约转账",
    )


def _named(one: PlanView) -> str:
    return f"{one.payee_masked} {_OFTEN[one.every]} {one.amount} 元"
