"""Cases as their owner opens and sees them: confirmed with a code, followed as a ladder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from weiyin.bank.core import Books
from weiyin.bank.credit.cases import KIND_NAMES, Case, CaseKind, Stage
from weiyin.bank.services.credit_cases import CreditCases
from weiyin.base.clock import SHANGHAI
from weiyin.base.money import Money
from weiyin.base.pictures import Stage as Rung
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import CreditCard

STAGE = {
    Stage.RECEIVED: "已受理",
    Stage.REVIEWING: "审核中",
    Stage.APPROVED: "已通过",
    Stage.DECLINED: "未通过",
}


@dataclass(frozen=True, slots=True)
class CaseOrder:
    """The confirmed wish; `facts` are what staff will read."""

    customer_no: str
    account_no: str
    kind: CaseKind
    amount: Money
    facts: Mapping[str, str]


def asked(
    card: CreditCard, books: Books, kind: CaseKind, amount: Money, written: Mapping[str, str],
    facts: tuple[tuple[str, str], ...], warning: str,
) -> DraftRequest:  # fmt: skip
    """The draft of a case about this card. `facts` are shown, `written` goes to staff."""
    return DraftRequest(
        title=KIND_NAMES[kind],
        facts=facts,
        order=CaseOrder(card.customer_no, card.account_no, kind, amount, written),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"信用卡尾号{card.tail}{KIND_NAMES[kind]}{amount}元",
        warning=warning,
    )


def opened(order: CaseOrder, cases: CreditCases, key: str, lead: str, *next_: str) -> Answer:
    """Open what was confirmed."""
    case = cases.open(
        key, order.customer_no, order.account_no, order.kind, order.amount, dict(order.facts)
    )
    return received(case, lead, *next_)


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
