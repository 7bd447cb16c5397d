"""单笔消费分期: choose one of the spends that no bill has yet, and how long to pay it."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books, EntryLine
from weiyin.bank.credit.plans import PlanKind
from weiyin.bank.services.credit_accounts import CreditAccounts
from weiyin.bank.services.credit_plans import CreditPlans
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, Table
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.credit.signing import PlanOrder, draft_of, sign
from weiyin.functions.credit.wording import PERIOD_CHOICES, PERIODS_SAID
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_LEAST_FEN = 50_000
_SHOWN = 20


@function(
    id="cc_txn_instalment",
    title="单笔消费分期",
    group="credit",
    about="挑一笔未出账的消费分期偿还",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    accounts: CreditAccounts,
    plans: CreditPlans,
    amount: Annotated[
        Money | None, Input("消费金额", InputKind.MONEY, help="要分期的那笔消费的金额")
    ] = None,
    periods: Annotated[
        str | None,
        Input("分期期数", InputKind.CHOICE, options=PERIOD_CHOICES, said=PERIODS_SAID),
    ] = None,
) -> Answer | DraftRequest:
    spends = _spends(card, accounts)
    if amount is None or periods is None:
        return _choices(spends)
    named = [one for one in spends if -one.amount == amount]
    if not named:
        raise BadInput("amount", "没有找到这个金额的未出账消费，请从列表中选择")
    entry_no = named[0].entry_no
    offer = plans.offer(
        card.customer_no, card.account_no, PlanKind.SPEND, entry_no, amount, int(periods)
    )
    order = PlanOrder(
        card.customer_no, card.account_no, PlanKind.SPEND, entry_no, amount, int(periods)
    )
    shop = named[0].memo or named[0].other
    return draft_of(card, books, "消费分期", order, offer, (("消费", _said(named[0], shop)),))


def offer(card: CreditCard, accounts: CreditAccounts) -> tuple[Offer, ...]:
    taps = tuple(
        Choice(str(-one.amount).replace(",", ""), f"{_said(one, one.memo)} {-one.amount}元")
        for one in _spends(card, accounts)
    )
    return (Offer("amount", options=taps),)


def perform(order: PlanOrder, plans: CreditPlans, key: DraftKey) -> Answer:
    return sign(order, plans, key)


def _spends(card: CreditCard, accounts: CreditAccounts) -> list[EntryLine]:
    """Newest first, those long enough ago to be posted and large enough to be spread."""
    lines = accounts.unbilled(card.customer_no, card.account_no).lines
    return [one for one in lines if one.kind == "purchase" and -one.amount.fen >= _LEAST_FEN][
        :_SHOWN
    ]


def _choices(spends: list[EntryLine]) -> Answer:
    if not spends:
        return Answer(
            title="单笔消费分期",
            lead=f"没有可分期的消费：单笔满 {Money(_LEAST_FEN)} 元且未出账的可分期。",
            next=("cc_bill_instalment",),
        )
    rows = tuple(
        (f"{one.at.astimezone(SHANGHAI):%m-%d}", one.memo or one.other, str(-one.amount))
        for one in spends
    )
    return Answer(
        title="单笔消费分期",
        lead="以下消费可以分期，请选择一笔和期数。",
        table=Table(("日期", "商户", "金额"), rows),
        next=("cc_txn_instalment", "cc_bill_instalment"),
    )


def _said(one: EntryLine, shop: str) -> str:
    return f"{one.at.astimezone(SHANGHAI):%m-%d} {shop}"
