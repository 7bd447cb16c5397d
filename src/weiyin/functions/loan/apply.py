"""贷款申请: the wish, its cost and the papers it needs shown first; a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.loans.schedule import Method
from weiyin.bank.services.loan_applications import LoanApplications
from weiyin.bank.services.loan_shelf import LoanShelf, Plan
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.loan.casework import received
from weiyin.functions.loan.wording import (
    METHOD_CHOICES,
    METHODS,
    METHODS_SAID,
    TERM_CHOICES,
    TERMS_SAID,
    customer_of,
    rate_words,
    yuan,
)
from weiyin.people.who import Who

_PRODUCTS = (("cash", "个人消费贷款"), ("home", "住房贷款"), ("line", "随借随还"))
_PURPOSES = (
    ("装修", "装修"), ("购车", "购车"), ("教育", "教育"), ("旅游", "旅游"), ("购房", "购房"),
    ("日常消费", "日常消费"),
)  # fmt: skip
_HALF = 2


@dataclass(frozen=True, slots=True)
class Wish:
    customer_no: str
    product: str
    amount: Money
    months: int
    method: str
    purpose: str
    income: Money


@function(
    id="loan_apply",
    title="贷款申请",
    group="weifin.loan",
    about="在线申请贷款，提交后随时查进度；利率和费用先告知后申请",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    books: Books,
    shelf: LoanShelf,
    applications: LoanApplications,
    *,
    product: Annotated[str, Input("贷款产品", InputKind.CHOICE, options=_PRODUCTS)],
    amount: Annotated[Money, Input("申请金额", InputKind.MONEY)],
    months: Annotated[str, Input("期限", InputKind.CHOICE, options=TERM_CHOICES, said=TERMS_SAID)],
    method: Annotated[
        str,
        Input("还款方式", InputKind.CHOICE, options=METHOD_CHOICES, said=METHODS_SAID),
    ] = Method.EQUAL_INSTALMENT.value,
    purpose: Annotated[str, Input("贷款用途", InputKind.CHOICE, options=_PURPOSES)],
    income: Annotated[Money, Input("税后月收入", InputKind.MONEY)],
    consent: Annotated[  # noqa: ARG001 - required to be given
        bool, Input("贷款申请及征信查询授权书", InputKind.CONSENT, agreement="loan_application")
    ],
) -> DraftRequest:
    customer, term = customer_of(who), int(months)
    shelved = shelf.product(product)
    offered = shelved.product.methods
    way = Method(method) if Method(method) in offered else offered[0]
    missing = applications.check(customer, product, amount, term, way)
    plan = shelf.plan(amount, term, shelved.annual_bp, way, Money.zero())
    return DraftRequest(
        title="贷款申请",
        facts=_facts(shelved.product.name, plan, way, purpose, income, missing),
        order=Wish(customer, product, amount, term, way.value, purpose, income),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(customer),
        words=f"申请{shelved.product.name}{amount}元",
        warning=_warning(plan, income),
    )


def offer() -> tuple[Offer, ...]:
    return (Offer("method", value=Method.EQUAL_INSTALMENT.value), Offer("months", value="12"))


def perform(order: Wish, applications: LoanApplications, key: DraftKey) -> Answer:
    facts = {"income": str(order.income)}
    made = applications.apply(
        key, order.customer_no, order.product, order.amount, order.months, Method(order.method),
        order.purpose, facts,
    )  # fmt: skip
    return received(made, "贷款申请已提交，审核结果会通知您，也可随时查询进度。")


def _facts(
    name: str, plan: Plan, method: Method, purpose: str, income: Money, missing: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    return (
        ("贷款产品", name),
        ("申请金额", f"{plan.amount} 元"),
        ("期限", f"{len(plan.parts)} 个月"),
        ("还款方式", METHODS[method]),
        ("参考年化利率", rate_words(plan.rate)),
        ("预计首期还款", yuan(plan.parts[0].total_fen)),
        ("预计利息合计", yuan(sum(one.interest_fen for one in plan.parts))),
        ("贷款用途", purpose),
        ("税后月收入", f"{income} 元"),
        ("还需资料", "、".join(missing) or "无（所需资料已齐）"),
    )


def _warning(plan: Plan, income: Money) -> str:
    words = "利率为当前参考，以审批和合同为准。提交即授权本行查询您的征信。"
    heaviest = max(one.total_fen for one in plan.parts[:_HALF])
    if heaviest * _HALF > income.fen:
        words += "预计月供超过您月收入的一半，请评估还款能力。"
    return words
