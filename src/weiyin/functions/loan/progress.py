"""贷款进度查询: how far an application has come, what it lacks, why it was decided so."""

from __future__ import annotations

from weiyin.bank.loans.applications import Application, Stage
from weiyin.bank.services.loan_applications import LoanApplications
from weiyin.base.clock import SHANGHAI
from weiyin.functions.answers import Answer
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.loan.casework import STAGES, checklist, facts_of, ladder
from weiyin.functions.loan.wording import customer_of
from weiyin.people.who import Who


@function(
    id="loan_progress",
    title="贷款进度查询",
    group="weifin.loan",
    about="贷款申请到哪一步、还差什么资料、审批结果和理由",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(who: Who, applications: LoanApplications) -> Answer:
    mine = applications.mine(customer_of(who))
    if not mine:
        return Answer(
            "贷款进度", "没有查到您的贷款申请。", next=("loan_apply", "micro_business_loan")
        )
    newest = mine[0]
    waiting = newest.stage is Stage.DOCUMENTS
    return Answer(
        title="贷款进度",
        lead=f"贷款申请 {newest.amount} 元：{STAGES[newest.stage]}。{_then(newest)}",
        facts=(*facts_of(newest), *_earlier(mine[1:])),
        table=checklist(newest),
        steps=ladder(newest),
        pending=newest.stage is Stage.REVIEWING,
        next=("branch_nearby",) if waiting else _ways(newest),
    )


def _then(one: Application) -> str:
    lacking = [paper.name for paper in one.documents if not paper.given]
    if one.stage is Stage.DOCUMENTS:
        return f"还差：{'、'.join(lacking)}，请带原件到任一网点。"
    if one.stage is Stage.REVIEWING:
        return "一般 3 个工作日内有结果，会通知您。"
    if one.stage is Stage.APPROVED:
        return "可以提款了。"
    return "如有疑问可转人工客服，或要求人工复核。"


def _ways(one: Application) -> tuple[str, ...]:
    return {
        Stage.APPROVED: ("loan_drawdown", "loan_my"),
        Stage.DECLINED: ("loan_list",),
    }.get(one.stage, ("loan_list",))


def _earlier(rest: tuple[Application, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            f"{one.opened.astimezone(SHANGHAI):%Y-%m-%d} 申请",
            f"{one.amount} 元 {STAGES[one.stage]}",
        )
        for one in rest[:3]
    )
