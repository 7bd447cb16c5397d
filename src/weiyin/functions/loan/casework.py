"""An application as its owner sees it: a ladder, a checklist, the reasons of a decision."""

from __future__ import annotations

from weiyin.bank.loans.applications import Application, Stage
from weiyin.base.clock import SHANGHAI
from weiyin.base.pictures import Stage as Rung
from weiyin.functions.answers import Answer, Table

STAGES = {
    Stage.DOCUMENTS: "待补充资料",
    Stage.REVIEWING: "人工审核中",
    Stage.APPROVED: "已批准",
    Stage.DECLINED: "未通过",
}


def ladder(one: Application) -> tuple[Rung, ...]:
    """Sent, papers, review, decision, and drawing when it was granted."""
    first = f"{one.opened.astimezone(SHANGHAI):%m-%d %H:%M}"
    last = f"{one.changed.astimezone(SHANGHAI):%m-%d %H:%M}"
    sent = Rung("提交申请", "done", first)
    if one.stage is Stage.DOCUMENTS:
        lacking = sum(not paper.given for paper in one.documents)
        papers = Rung(f"补充资料（还差{lacking}项）", "now")
        return sent, papers, Rung("审核", "next"), Rung("审批结果", "next")
    papers = Rung("资料齐全", "done")
    if one.stage is Stage.REVIEWING:
        return sent, papers, Rung("审核", "now"), Rung("审批结果", "next")
    if one.stage is Stage.APPROVED:
        rest = (Rung("已批准", "done", last), Rung("签约提款", "now"))
        return (sent, papers, Rung("审核", "done"), *rest)
    return sent, papers, Rung("审核", "done"), Rung("未通过", "failed", last)


def facts_of(one: Application) -> tuple[tuple[str, str], ...]:
    return (
        ("申请编号", one.application_no),
        ("申请金额", f"{one.amount} 元，{one.months} 个月"),
        *((("审批说明", one.why),) if one.why else ()),
        *((("评分", f"{one.score} 分（满分100）"),) if one.points else ()),
        *((p.title, f"{p.points}/{p.most} 分（{p.fact}）") for p in one.points),
    )


def checklist(one: Application) -> Table | None:
    """The papers, and where those that lack are to be brought."""
    if not one.documents:
        return None
    rows = tuple(
        (paper.name, "已收到" if paper.given else "待补充：请带原件到任一网点")
        for paper in one.documents
    )
    return Table(("资料", "状态"), rows)


def received(one: Application, lead: str) -> Answer:
    """The answer to an application that was just made."""
    granted = one.stage is Stage.APPROVED
    return Answer(
        title="贷款已批准" if granted else "贷款申请已受理",
        lead=lead,
        facts=facts_of(one),
        table=checklist(one),
        steps=ladder(one),
        next=("loan_drawdown",) if granted else ("loan_progress",),
    )
