"""The knowledge base: entries found, tried, edited; a second person lets an edit answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response

from weiyin.assistant.knowledge import feedback, shelf, unanswered
from weiyin.assistant.knowledge.entry import (
    MOST_VARIANTS,
    BadEntryError,
    KnowledgeEntry,
    check_entry,
)
from weiyin.assistant.knowledge.files import to_csv
from weiyin.assistant.knowledge.review import review
from weiyin.assistant.knowledge.shipped import shipped
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import BadInput, NotFound
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.people.staff.approvals import Proposal, propose
from weiyin.people.staff.roles import Scope
from weiyin.storage.store import Tx

_SHOWN = 60
_KIND = "knowledge"
_WITHDRAW = "knowledge_withdraw"


def show(visit: Visit) -> Response:
    """Entries by their words, what an editor should look at, and what nobody could answer."""
    asked = visit.query.get("q", "")[:60]
    entries = _entries(visit)
    found = [one for one in entries if asked in f"{one.id}{one.category}{' '.join(one.asked)}"]
    ids = {function.id for function in visit.deps.catalogue}
    findings = review(entries, ids, shanghai_day(visit.now))
    gaps, votes = visit.read(
        lambda reader: (unanswered.clusters(reader, 200), feedback.votes(reader))
    )
    return visit.page(
        "knowledge.html",
        asked=asked,
        entries=found[:_SHOWN],
        count=len(found),
        findings=[one for one in findings if one.wrong][:20],
        gaps=gaps[:15],
        votes=votes[:10],
    )


def edit(visit: Visit) -> Response:
    """The form of an entry; of a new one when `entry_id` is `new`."""
    entry_id = visit.parts["entry_id"]
    one = None if entry_id == "new" else _entry(visit, entry_id)
    draft = visit.query.get("question", "")[:60]
    return visit.page("knowledge_edit.html", one=one, draft=draft, today=shanghai_day(visit.now))


def save(visit: Visit) -> Response:
    """Propose the entry as the form says; it answers when a second person agrees."""
    entry = _checked(visit.posted)
    before = {one.id: one for one in _entries(visit)}.get(entry.id)
    facts = [
        ("编号", entry.id),
        ("问题", entry.question),
        ("问法", "\n".join(entry.variants)),
        ("原答案", before.answer if before else "（新增）"),
        ("新答案", entry.answer),
        ("有效期", f"{entry.valid_from} 至 {entry.valid_until or '长期'}"),
    ]
    return _propose(visit, _KIND, entry.id, f"知识：{entry.question}", facts, entry)


def withdraw(visit: Visit) -> Response:
    one = _entry(visit, visit.parts["entry_id"])
    facts = [("编号", one.id), ("问题", one.question), ("答案", one.answer)]
    return _propose(visit, _WITHDRAW, one.id, f"撤下知识：{one.question}", facts, one)


def trial(visit: Visit) -> Response:
    """What 小微 would find for a question, with how sure she is; nothing is kept."""
    visit.read(visit.deps.desk.knowledge.refresh)
    asked = visit.query.get("trial", "")[:100]
    found = visit.deps.desk.knowledge.find(asked, 5) if asked else []
    return visit.part("knowledge_trial.html", found=found, asked=asked)


def export(visit: Visit) -> Response:
    entries = _entries(visit)
    visit.do("knowledge", lambda _: None)
    told = {"content-disposition": 'attachment; filename="knowledge.csv"'}
    return Response(to_csv(entries), media_type="text/csv; charset=utf-8", headers=told)


def _propose(
    visit: Visit,
    kind: str,
    subject: str,
    title: str,
    facts: list[tuple[str, str]],
    entry: KnowledgeEntry,
) -> Response:
    def work(tx: Tx) -> None:
        propose(
            tx,
            visit.deps.sealer,
            oa=visit.oa,
            kind=kind,
            subject=subject,
            title=title,
            facts=facts,
            order=msgspec.to_builtins(entry),
            why=visit.posted.get("why", ""),
            by=visit.staff,
            now=visit.now,
        )

    visit.do(f"knowledge:{subject}", work)
    return visit.go("/knowledge", "proposed")


def _apply(visit: Visit, tx: Tx, proposal: Proposal, order: Mapping[str, Any]) -> None:
    shelf.put(tx, [check_entry(order)], proposal.made_by, visit.now)


def _apply_withdrawal(visit: Visit, tx: Tx, proposal: Proposal, order: Mapping[str, Any]) -> None:
    shelf.withdraw(tx, [order["id"]], proposal.made_by, visit.now)


def _checked(posted: Mapping[str, str]) -> KnowledgeEntry:
    lines = [line.strip() for line in posted.get("variants", "").splitlines()]
    raw = {name: posted.get(name, "") for name in KnowledgeEntry.__dataclass_fields__}
    try:
        return check_entry({**raw, "variants": [line for line in lines if line][:MOST_VARIANTS]})
    except BadEntryError as fault:
        raise BadInput(fault.field, f"{fault.field}：{fault.why}") from None


def _entries(visit: Visit) -> list[KnowledgeEntry]:
    return visit.read(lambda reader: shelf.current(reader, shipped()))


def _entry(visit: Visit, entry_id: str) -> KnowledgeEntry:
    found = next((one for one in _entries(visit) if one.id == entry_id), None)
    if found is None:
        raise NotFound
    return found


PAGE = ConsolePage(
    id="ops_kb",
    words=Words("知识库", "Knowledge"),
    section=Section.CONTENT,
    scope=Scope.KNOWLEDGE,
    path="/knowledge",
    routes=(
        get("/knowledge", show),
        get("/knowledge/trial", trial),
        post("/knowledge/export", export, "knowledge.export"),
        get("/knowledge/{entry_id}", edit),
        post("/knowledge/save", save, "knowledge.propose"),
        post("/knowledge/{entry_id}/withdraw", withdraw, "knowledge.propose_withdrawal"),
    ),
    appliers={_KIND: _apply, _WITHDRAW: _apply_withdrawal},
    place=1,
)
