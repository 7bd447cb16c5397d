"""贷款/房贷计算器: instalments, all the interest and the yearly rate, for anybody."""

from __future__ import annotations

import re
from typing import Annotated

from weiyin.bank.loans.schedule import Method
from weiyin.bank.services.loan_shelf import LoanShelf, Plan
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer
from weiyin.functions.calling import RowsShown
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.loan.wording import (
    METHOD_CHOICES,
    METHODS,
    METHODS_SAID,
    TERM_CHOICES,
    TERMS_SAID,
    bp_words,
    cost_chart,
    left_chart,
    plan_table,
    rate_words,
    yuan,
)

_RATE = re.compile(r"(?P<whole>\d{1,2})(?:\.(?P<part>\d{1,2}))?\s?[%％]?", re.ASCII)


@function(
    id="loan_calculator",
    title="贷款/房贷计算器",
    group="weifin.loan",
    about="按金额、期限、利率和还款方式，算每月还多少、利息多少、折合年化利率",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.WEIFIN,
)
def answer(
    shelf: LoanShelf,
    rows: RowsShown,
    amount: Annotated[Money, Input("贷款金额", InputKind.MONEY, ask="要贷多少钱？例如 100万")],
    months: Annotated[
        str,
        Input("期限", InputKind.CHOICE, ask="贷多久？", options=TERM_CHOICES, said=TERMS_SAID),
    ],
    method: Annotated[
        str,
        Input("还款方式", InputKind.CHOICE, options=METHOD_CHOICES, said=METHODS_SAID),
    ] = Method.EQUAL_INSTALMENT.value,
    rate: Annotated[
        str | None, Input("年利率（%）", InputKind.WORDS, help="不填则按当前LPR，例如 3.5")
    ] = None,
    fee: Annotated[
        Money | None, Input("一次性费用", InputKind.MONEY, help="放款时收取的费用，没有则不填")
    ] = None,
) -> Answer:
    term = int(months)
    bp = shelf.prime(term) if rate is None else _bp(rate)
    chosen = Method(method)
    plan = shelf.plan(amount, term, bp, chosen, fee or Money.zero())
    basis = "当前LPR" if rate is None else "按您填写"
    return Answer(
        title="贷款计算",
        lead=_lead(plan, chosen, term),
        facts=_facts(plan, basis, fee or Money.zero()),
        table=plan_table(plan.parts, rows),
        charts=(
            cost_chart(amount.fen, sum(one.interest_fen for one in plan.parts)),
            left_chart(amount.fen, plan.parts),
        ),
        next=("loan_list", "loan_apply", "loan_calculator"),
    )


def offer() -> tuple[Offer, ...]:
    return (
        Offer("months", value="360"),
        Offer("method", value=Method.EQUAL_INSTALMENT.value),
    )


def _lead(plan: Plan, method: Method, months: int) -> str:
    first, last = plan.parts[0], plan.parts[-1]
    said = f"贷款 {plan.amount} 元、{months} 个月、{METHODS[method]}："
    if method is Method.EQUAL_INSTALMENT:
        return f"{said}每月还 {yuan(first.total_fen)}。"
    if method is Method.EQUAL_PRINCIPAL:
        down = first.total_fen - (plan.parts[1].total_fen if len(plan.parts) > 1 else 0)
        return f"{said}首月还 {yuan(first.total_fen)}，每月递减约 {yuan(max(down, 0))}。"
    return f"{said}首月付息 {yuan(first.interest_fen)}，到期还 {yuan(last.total_fen)}。"


def _facts(plan: Plan, basis: str, fee: Money) -> tuple[tuple[str, str], ...]:
    interest = sum(one.interest_fen for one in plan.parts)
    return (
        ("合同年利率", f"{bp_words(plan.annual_bp)}（{basis}）"),
        ("折合年化利率", rate_words(plan.rate)),
        ("利息合计", yuan(interest)),
        *((("一次性费用", f"{fee} 元"),) if fee else ()),
        ("还款合计", yuan(plan.amount.fen + interest + fee.fen)),
        ("说明", "试算结果仅供参考，以合同为准"),
    )


def _bp(said: str) -> int:
    """Basis points of `3.5` or `3.5%`. Raises BadInput."""
    match = _RATE.fullmatch(said.strip())
    if match is None:
        raise BadInput("rate", "请输入年利率，例如 3.5")
    return int(match["whole"]) * 100 + int((match["part"] or "0").ljust(2, "0"))
