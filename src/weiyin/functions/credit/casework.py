"""Cases as their owner sees them: how far one has come, in words and as a ladder."""

from __future__ import annotations

from weiyin.bank.credit.cases import KIND_NAMES, Case, Stage
from weiyin.base.clock import SHANGHAI
from weiyin.base.pictures import Stage as Rung
from weiyin.functions.answers import Answer, Table

STAGE = {
    Stage.RECEIVED: "已受理",
    Stage.REVIEWING: "审核中",
    Stage.APPROVED: "已通过",
    Stage.DECLINED: "未通过",
}


def ladder(case: Case) -> tuple[Rung, ...]:
    """Received, looked at, decided."""
    first = f"{case.opened.astimezone(SHANGHAI):%m-%d %H:%M}"
    last = f"{case.changed.astimezone(SHANGHAI):%m-%d %H:%M}"
    sent, title = Rung("提交申请", "done", first), "专人审核"
    if case.stage is Stage.RECEIVED:
        return sent, Rung(title, "next"), Rung("审核结果", "next")
    if case.stage is Stage.REVIEWING:
        return sent, Rung(title, "now"), Rung("审核结果", "next")
    if case.stage is Stage.APPROVED:
        return sent, Rung(title, "done"), Rung(STAGE[case.stage], "done", last)
    return sent, Rung(title, "done"), Rung(STAGE[case.stage], "failed", last)


def received(case: Case, lead: str, *next_: str) -> Answer:
    """The answer to a case that was just opened."""
    return Answer(
        title=f"{KIND_NAMES[case.kind]}已受理",
        lead=lead,
        facts=(("受理编号", case.case_no),),
        steps=ladder(case),
        next=next_,
    )


def progress(cases: tuple[Case, ...], title: str, nothing: str) -> Answer:
    """The newest with its ladder, the rest in a table."""
    if not cases:
        return Answer(title, nothing)
    newest = cases[0]
    rows = tuple(
        (one.case_no, f"{one.opened.astimezone(SHANGHAI):%Y-%m-%d}", STAGE[one.stage])
        for one in cases
    )
    return Answer(
        title=title,
        lead=f"{KIND_NAMES[newest.kind]}（{newest.case_no}）：{STAGE[newest.stage]}。",
        steps=ladder(newest),
        table=Table(("受理编号", "提交日期", "进度"), rows) if len(rows) > 1 else None,
    )
