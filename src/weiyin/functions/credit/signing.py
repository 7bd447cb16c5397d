"""Signing an instalment plan: what the three functions of it show, order and do."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.core import Books
from weiyin.bank.credit.instalments import Offer
from weiyin.bank.credit.plans import PlanKind
from weiyin.bank.credit.rates import percent
from weiyin.bank.services.credit_plans import CreditPlans, Quote
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import CreditCard
from weiyin.functions.credit.wording import rate_words


@dataclass(frozen=True, slots=True)
class PlanOrder:
    customer_no: str
    account_no: str
    kind: PlanKind
    about: str
    amount: Money
    periods: int
    to_account: str = ""


def table_of(quote: Quote, title: str, again: str) -> Answer:
    """The offers side by side; `again` is the function that signs one."""
    rows = tuple(
        (
            f"{one.periods}期",
            str(one.part + one.fee),
            str(one.total_fee),
            f"{percent(one.nominal_ppm)}%",
        )
        for one in quote.offers
    )
    return Answer(
        title=title,
        lead=f"可分期金额 {quote.room.most} 元。以 {quote.amount} 元为例，各期数如下：",
        facts=(("起分金额", f"{quote.room.least} 元"),),
        table=Table(("期数", "每期应还", "总利息", "年化利率"), rows),
        next=(again,),
    )


def draft_of(
    card: CreditCard, books: Books, title: str, order: PlanOrder, offer: Offer,
    more: tuple[tuple[str, str], ...] = (),
) -> DraftRequest:  # fmt: skip
    """Everything the plan costs, its yearly rate beside it."""
    each = offer.part + offer.fee
    return DraftRequest(
        title=title,
        facts=(
            ("分期金额", f"{order.amount} 元"),
            ("分期期数", f"{order.periods} 期"),
            ("每期应还", f"{each} 元（本金 {offer.part} 元，利息 {offer.fee} 元）"),
            ("总利息", f"{offer.total_fee} 元"),
            ("利率", rate_words(offer)),
            ("信用卡", mask_card(card.tail)),
            *more,
            ("首期入账", "下一期账单"),
        ),
        order=order,
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"{title}{order.amount}元分{order.periods}期",
        warning="提前结清须一次还清剩余本金并支付提前结清违约金，未到期的利息不再收取。",
    )


def sign(order: PlanOrder, plans: CreditPlans, key: str) -> Answer:
    plan = plans.open(
        key, order.customer_no, order.account_no, order.kind, order.about, order.amount,
        order.periods, order.to_account,
    )  # fmt: skip
    return Answer(
        title="分期办理成功",
        lead=f"{plan.memo} {order.amount} 元已分 {plan.periods} 期。",
        facts=(
            ("每期本金", f"{Money(plan.part_fen)} 元"),
            ("每期利息", f"{Money(plan.fee_fen)} 元"),
            ("首期入账", "下一期账单"),
        ),
        next=("cc_instalment_query", "cc_bill_query"),
    )
