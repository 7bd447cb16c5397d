"""现金分期: cash out of the line of credit to the own debit card, paid back in parts."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.credit.plans import PlanKind
from weiyin.bank.services.credit_plans import CreditPlans
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.credit.signing import PlanOrder, draft_of, sign
from weiyin.functions.credit.wording import PERIOD_CHOICES, PERIODS_SAID, paying_card
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who


@function(
    id="cc_cash_instalment",
    title="现金分期",
    group="credit",
    about="把取现额度转到本人借记卡，按月分期偿还",
    risk=Risk.MOVE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    who: Who,
    books: Books,
    plans: CreditPlans,
    amount: Annotated[Money, Input("分期金额", InputKind.MONEY, ask="想借多少现金？")],
    periods: Annotated[
        str,
        Input(
            "分期期数",
            InputKind.CHOICE,
            ask="想分几期还？可选3、6、12、24、36期",
            options=PERIOD_CHOICES,
            said=PERIODS_SAID,
        ),
    ],
) -> DraftRequest:
    payee = paying_card(who)
    count = int(periods)
    offer = plans.offer(card.customer_no, card.account_no, PlanKind.CASH, "", amount, count)
    order = PlanOrder(
        card.customer_no, card.account_no, PlanKind.CASH, "", amount, count, payee.account_no
    )
    more = (("到账卡", mask_card(payee.tail)), ("资金用途", "消费，不得用于购房、投资等"))
    return draft_of(card, books, "现金分期", order, offer, more)


def perform(order: PlanOrder, plans: CreditPlans, key: DraftKey) -> Answer:
    return sign(order, plans, key)
