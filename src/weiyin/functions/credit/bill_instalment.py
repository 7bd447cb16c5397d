"""账单分期: the offer table with its yearly rates; with a number of periods, a plan to sign."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.credit.plans import PlanKind
from weiyin.bank.services.credit_plans import CreditPlans
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.credit.signing import PlanOrder, draft_of, sign, table_of
from weiyin.functions.credit.wording import PERIOD_CHOICES, PERIODS_SAID
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind


@function(
    id="cc_bill_instalment",
    title="账单分期",
    group="credit",
    about="把本期账单分成3至36期偿还，试算每期应还和年化利率",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
    codes=("FQ",),
)
def answer(
    card: CreditCard,
    books: Books,
    plans: CreditPlans,
    periods: Annotated[
        str | None,
        Input("分期期数", InputKind.CHOICE, options=PERIOD_CHOICES, said=PERIODS_SAID),
    ] = None,
    amount: Annotated[
        Money | None, Input("分期金额", InputKind.MONEY, help="不填则为可分期的全部金额")
    ] = None,
) -> Answer | DraftRequest:
    quote = plans.quote(card.customer_no, card.account_no, PlanKind.BILL, "", amount)
    if periods is None:
        return table_of(quote, "账单分期", "cc_bill_instalment")
    offer = plans.offer(
        card.customer_no, card.account_no, PlanKind.BILL, "", quote.amount, int(periods)
    )
    order = PlanOrder(
        card.customer_no, card.account_no, PlanKind.BILL, "", quote.amount, int(periods)
    )
    return draft_of(card, books, "账单分期", order, offer)


def perform(order: PlanOrder, plans: CreditPlans, key: DraftKey) -> Answer:
    return sign(order, plans, key)
