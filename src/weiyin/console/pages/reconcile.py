"""Differences with billers that lie in suspense: looked into by one, ended by two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from weiyin.bank.bills.differences import Difference, How, Kind
from weiyin.bank.services.differences import Differences
from weiyin.base.errors import BadInput, NotFound
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.people.staff.approvals import Proposal, propose
from weiyin.people.staff.roles import Scope
from weiyin.storage.store import Reader, Tx

KINDS = {
    Kind.AMOUNT: Words("金额不符", "another amount"),
    Kind.LATE: Words("退款后又成功", "done after all"),
    Kind.TWICE: Words("重复销账", "done twice"),
    Kind.KEPT: Words("退款金额不符", "another amount given back"),
    Kind.MISSING: Words("对方无此笔", "missing there"),
    Kind.STRANGER: Words("我方无此笔", "unknown here"),
}
HOWS = {
    How.CUSTOMER: Words("退还客户", "Back to the customer"),
    How.BILLER: Words("对方已更正", "The biller has put it right"),
}
_KIND = "difference"
_SHOWN = 200


def show(visit: Visit) -> Response:
    found = visit.read(lambda reader: _waiting(reader, visit))
    return visit.page("reconcile.html", found=found, kinds=KINDS, hows=HOWS)


def export(visit: Visit) -> Response:
    found = visit.do("differences", lambda tx: _waiting(tx, visit))
    rows = (
        (one.seen, one.biller, one.kind, one.key, one.ours.fen, one.theirs.fen) for one in found
    )
    return visit.csv("differences", ("seen", "biller", "kind", "key", "ours", "theirs"), rows)


def end(visit: Visit) -> Response:
    """Propose how a difference is ended; money leaves suspense when another agrees."""
    posted = visit.posted
    key, kind = posted.get("key", ""), posted.get("kind", "")
    if posted.get("how") not in set(How):
        raise BadInput("how", "请选择处理方式")
    how = How(posted["how"])
    one = visit.read(lambda reader: _one(reader, visit, key, kind))

    def work(tx: Tx) -> None:
        propose(
            tx,
            visit.deps.sealer,
            oa=visit.oa,
            kind=_KIND,
            subject=f"{key}/{kind}",
            title=f"差错处理：{one.biller} {KINDS[one.kind].zh}",
            facts=[
                ("流水号", key),
                ("我方金额", str(one.ours)),
                ("对方金额", str(one.theirs)),
                ("处理方式", HOWS[how].zh),
            ],
            order={"key": key, "kind": kind, "how": how.value},
            why=posted.get("why", ""),
            by=visit.staff,
            now=visit.now,
        )

    visit.do(f"difference:{key}", work)
    return visit.go("/reconcile", "proposed")


def _apply(visit: Visit, tx: Tx, proposal: Proposal, order: Mapping[str, Any]) -> None:
    books = visit.deps.desk.books(tx, visit.oa)
    books.service(Differences).end(
        proposal.proposal_id, order["key"], Kind(order["kind"]), How(order["how"])
    )


def _waiting(reader: Reader, visit: Visit) -> tuple[Difference, ...]:
    return visit.deps.desk.books(reader, visit.oa).service(Differences).waiting(_SHOWN)


def _one(reader: Reader, visit: Visit, key: str, kind: str) -> Difference:
    for one in _waiting(reader, visit):
        if (one.key, one.kind) == (key, kind):
            return one
    raise NotFound


PAGE = ConsolePage(
    id="ops_reconcile",
    words=Words("对账与差错", "Reconciliation"),
    section=Section.CONTROL,
    scope=Scope.RECONCILE,
    path="/reconcile",
    routes=(
        get("/reconcile", show),
        post("/reconcile", end, "difference.propose"),
        post("/reconcile/export", export, "difference.export"),
    ),
    appliers={_KIND: _apply},
    place=4,
)
