"""分期查询/提前结清: every plan and how far it is; one of them ended early."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.credit.plans import PlanState
from weiyin.bank.services.credit_plans import CreditPlans, PlanView
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_STATE = {PlanState.ACTIVE: "还款中", PlanState.PAID: "已完成", PlanState.SETTLED: "已提前结清"}
_LOOK, _SETTLE = "look", "settle"


@dataclass(frozen=True, slots=True)
class SettleOrder:
    customer_no: str
    account_no: str
    plan_id: str


@function(
    id="cc_instalment_query",
    title="分期查询/提前结清",
    group="credit",
    about="查询分期进度、剩余本金，提前结清一笔分期",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    plans: CreditPlans,
    action: Annotated[
        str | None,
        Input(
            "要办什么",
            InputKind.CHOICE,
            options=((_LOOK, "查询"), (_SETTLE, "提前结清")),
            said=((_SETTLE, "结清|还清|提前还|一次还完|终止"),),
        ),
    ] = None,
    number: Annotated[int | None, Input("第几笔", InputKind.COUNT, help="按列表中的序号")] = None,
) -> Answer | DraftRequest:
    known = plans.plans(card.customer_no, card.account_no)
    if action != _SETTLE:
        return _list(card.tail, known)
    chosen = _chosen(known, number)
    left = Money(chosen.plan.left_fen)
    return DraftRequest(
        title="分期提前结清",
        facts=(
            ("分期", f"{chosen.plan.memo}（已入账{chosen.plan.billed}/{chosen.plan.periods}期）"),
            ("剩余本金", f"{left} 元"),
            ("提前结清违约金", f"{chosen.settle_fee} 元"),
            ("合计入账", f"{left + chosen.settle_fee} 元"),
            ("信用卡", mask_card(card.tail)),
            ("入账时间", "立即记入信用卡，随下一期账单还款"),
        ),
        order=SettleOrder(card.customer_no, card.account_no, chosen.plan.plan_id),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"提前结清{chosen.plan.memo}剩余{left}元",
    )


def offer(card: CreditCard, plans: CreditPlans) -> tuple[Offer, ...]:
    known = _active(plans.plans(card.customer_no, card.account_no))
    taps = tuple(
        Choice(str(n), f"{n} {one.plan.memo} 剩{Money(one.plan.left_fen)}元")
        for n, one in enumerate(known, 1)
    )
    return (Offer("number", options=taps),)


def perform(order: SettleOrder, plans: CreditPlans, key: DraftKey) -> Answer:
    plan = plans.settle(key, order.customer_no, order.account_no, order.plan_id)
    return Answer(
        title="已提前结清",
        lead=f"{plan.memo}已提前结清，剩余本金已记入信用卡。",
        next=("cc_unbilled_query", "cc_repay"),
    )


def _list(tail: str, known: tuple[PlanView, ...]) -> Answer:
    if not known:
        return Answer(
            "我的分期", f"信用卡（{mask_card(tail)}）没有分期。", next=("cc_bill_instalment",)
        )
    active = _active(known)
    left = Money(sum(one.plan.left_fen for one in active))
    rows = tuple(
        (
            one.plan.memo,
            f"{one.plan.billed}/{one.plan.periods}期",
            f"剩 {Money(one.plan.left_fen)}",
            _STATE[one.plan.state],
        )
        for one in known
    )
    return Answer(
        title="我的分期",
        lead=f"信用卡（{mask_card(tail)}）有 {len(active)} 笔分期还款中，剩余本金 {left} 元。",
        facts=tuple(
            ("下期应还", f"{Money(one.plan.part_fen + one.plan.fee_fen)} 元（{one.plan.memo}）")
            for one in active[:3]
        ),
        table=Table(("分期", "进度", "剩余本金", "状态"), rows),
        next=("cc_instalment_query", "cc_bill_query"),
    )


def _chosen(known: tuple[PlanView, ...], number: int | None) -> PlanView:
    """Raises BadInput when it is not clear which one is meant."""
    active = _active(known)
    if not active:
        raise BadInput("number", "没有还款中的分期")
    if number is None and len(active) > 1:
        raise BadInput("number", f"您有{len(active)}笔分期，请选择要结清第几笔")
    if not 1 <= (number or 1) <= len(active):
        raise BadInput("number", f"请选择第1至{len(active)}笔")
    return active[(number or 1) - 1]


def _active(known: tuple[PlanView, ...]) -> list[PlanView]:
    return [one for one in known if one.plan.state is PlanState.ACTIVE]
