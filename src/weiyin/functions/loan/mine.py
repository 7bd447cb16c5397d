"""我的贷款: what is owed, at which rate, what falls due next, and the whole plan."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.loans.loan import FallenDue
from weiyin.bank.services.loans import LimitView, Loans, LoanView
from weiyin.base.money import Money
from weiyin.base.pictures import Chart
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import RowsShown
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.loan.wording import (
    METHODS,
    bp_words,
    card_words,
    chosen_loan,
    customer_of,
    day_words,
    left_chart,
    plan_table,
    yuan,
)
from weiyin.people.who import Who

_PAST_SHOWN = 3


@function(
    id="loan_my",
    title="我的贷款",
    group="weifin.loan",
    about="贷款余额、利率、下期还款日和还款计划",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    loans: Loans,
    rows: RowsShown,
    number: Annotated[int | None, Input("第几笔", InputKind.COUNT, help="按列表中的序号")] = None,
) -> Answer:
    customer = customer_of(who)
    mine, limits = loans.mine(customer), loans.limits(customer)
    running = [one for one in mine if not one.cleared]
    if not running:
        return _none(limits)
    if number is None and len(running) > 1:
        return _list(running, limits)
    return _one(chosen_loan(mine, number), who, loans, rows)


def offer(who: Who, loans: Loans) -> tuple[Offer, ...]:
    running = [one for one in loans.mine(customer_of(who)) if not one.cleared]
    taps = tuple(
        Choice(str(n), f"{n} {one.product} 剩{one.owed}元") for n, one in enumerate(running, 1)
    )
    return (Offer("number", options=taps),)


def _none(limits: tuple[LimitView, ...]) -> Answer:
    if limits:
        free = "；".join(f"{one.product} 可提 {one.free} 元" for one in limits)
        return Answer("我的贷款", f"您没有未结清的贷款。{free}。", next=("loan_drawdown",))
    return Answer("我的贷款", "您没有未结清的贷款。", next=("loan_list", "loan_progress"))


def _list(running: list[LoanView], limits: tuple[LimitView, ...]) -> Answer:
    owed = Money(sum(one.owed.fen for one in running))
    rows = tuple(
        (
            f"{n} {one.product}",
            str(one.owed),
            bp_words(one.annual_bp),
            "有逾期" if one.overdue else str(one.next.due if one.next else "—"),
            str(Money(one.next.total_fen)) if one.next else "—",
        )
        for n, one in enumerate(running, 1)
    )
    return Answer(
        title="我的贷款",
        lead=f"您有 {len(running)} 笔贷款，本金余额合计 {owed} 元。",
        facts=tuple((f"{one.product}可提", f"{one.free} 元") for one in limits),
        table=Table(("贷款", "本金余额", "年利率", "下期还款日", "下期应还"), rows),
        next=("loan_my", "loan_repay", "loan_drawdown"),
    )


def _one(one: LoanView, who: Who, loans: Loans, rows: int) -> Answer:
    progress = loans.progress(customer_of(who), one.loan_no)
    charts: tuple[Chart, ...] = (
        (left_chart(one.owed.fen, progress.to_come),) if progress.to_come else ()
    )
    late = f"其中逾期应还 {one.overdue} 元，请尽快还款。" if one.overdue else ""
    return Answer(
        title="我的贷款",
        lead=f"{one.product}，本金余额 {one.owed} 元。{late}",
        facts=(*_facts(one, who), *_past(progress.past)),
        table=plan_table(progress.to_come, rows) if progress.to_come else None,
        charts=charts,
        next=("loan_repay", "loan_drawdown", "loan_calculator"),
    )


def _facts(one: LoanView, who: Who) -> tuple[tuple[str, str], ...]:
    coming = (
        (
            ("下期还款日", day_words(one.next.due)),
            ("下期应还", yuan(one.next.total_fen)),
        )
        if one.next
        else ()
    )
    return (
        *coming,
        ("年利率", f"{bp_words(one.annual_bp)}（随LPR每年调整一次）"),
        ("还款方式", METHODS[one.method]),
        ("进度", f"已到期 {one.done}/{one.months} 期"),
        ("截至今日未结利息", f"{one.interest} 元"),
        ("借款金额", f"{one.amount} 元（{day_words(one.opened)}发放）"),
        ("还款卡", card_words(who, one.account_no)),
    )


def _past(past: tuple[FallenDue, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            f"第{one.number}期（{one.due}）",
            f"{yuan(one.total_fen)} {'已还' if one.paid else '未还'}",
        )
        for one in past[:_PAST_SHOWN]
    )
