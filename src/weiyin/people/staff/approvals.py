"""The two-person rule: one proposes, another approves, and only then it is done.

A proposal holds the very order that will be carried out, sealed, and the facts its approver reads.
Whoever approves carries the order out in the same unit of work, so that there is no approval
without its deed; `decide` refuses the maker.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import BadInput, Conflict, NotAllowed, NotFound
from weiyin.base.ids import row_id
from weiyin.people.staff.staff import Staff, who
from weiyin.storage import audit
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

SEAL_KEY = "seal_key"
"""The kind of proposal that a change of the sealing key needs, about the key's name."""
LIFE = timedelta(days=7)
"""What nobody decides in a week is asked anew."""


class Decision(StrEnum):
    APPLIED = "applied"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_COLUMNS = """proposal_id, oa, kind, subject, title, facts, why, state, made_by, made_us,
              decided_by, decided_us, decided_why"""
_ADD = sql("""
    INSERT INTO proposals (proposal_id, oa, kind, subject, title, facts, order_sealed, why, state,
                           made_by, made_us, decided_by, decided_why)
    VALUES (:proposal_id, :oa, :kind, :subject, :title, :facts, :order_sealed, :why, 'open',
            :made_by, :made_us, '', '')
""")
_TWIN = sql("""
    SELECT 1 FROM proposals
    WHERE oa = :oa AND kind = :kind AND subject = :subject AND state = 'open'
      AND made_us > :since_us
""")
_ONE = sql(f"SELECT {_COLUMNS}, order_sealed FROM proposals WHERE proposal_id = :proposal_id")
_OPEN = sql(f"""
    SELECT {_COLUMNS} FROM proposals
    WHERE oa = :oa AND state = 'open' AND made_us > :since_us ORDER BY made_us
""")
_PAST = sql(f"""
    SELECT {_COLUMNS} FROM proposals
    WHERE oa = :oa AND NOT (state = 'open' AND made_us > :since_us)
    ORDER BY made_us DESC LIMIT CAST(:most AS INTEGER)
""")
_AGREED = sql("""
    SELECT 1 FROM proposals
    WHERE kind = :kind AND subject = :subject AND state = 'applied' AND decided_us > :since_us
""")
_DECIDE = sql("""
    UPDATE proposals SET state = :state, decided_by = :by, decided_us = :now_us, decided_why = :why
    WHERE proposal_id = :proposal_id AND state = 'open' AND made_us > :since_us
""")


@dataclass(frozen=True, slots=True)
class Proposal:
    """`kind` says who carries it out, `subject` what it is about, `facts` what is read of it."""

    proposal_id: str
    oa: str
    kind: str
    subject: str
    title: str
    facts: tuple[tuple[str, str], ...]
    why: str
    state: str
    made_by: str
    made_at: datetime
    decided_by: str
    decided_at: datetime | None
    decided_why: str


def propose(
    tx: Tx,
    sealer: Sealer,
    *,
    oa: str,
    kind: str,
    subject: str,
    title: str,
    facts: Iterable[tuple[str, str]],
    order: Mapping[str, Any],
    why: str,
    by: Staff,
    now: datetime,
) -> str:
    """Ask for a second person; returns the proposal's id.

    Raises Conflict while another one about the same waits, BadInput without a reason.
    """
    if not why.strip():
        raise BadInput("why", "请填写变更原因")
    if tx.one(_TWIN, oa=oa, kind=kind, subject=subject, since_us=to_us(now - LIFE)) is not None:
        raise Conflict(heard="同一事项已有待复核的申请，请先处理")
    proposal_id = row_id(now)
    place = {"table": "proposals", "column": "order_sealed", "row": proposal_id}
    tx.run(
        _ADD,
        proposal_id=proposal_id,
        oa=oa,
        kind=kind,
        subject=subject,
        title=title,
        facts=msgspec.json.encode(list(facts)).decode(),
        order_sealed=sealer.seal(msgspec.json.encode(dict(order)).decode(), **place),
        why=why,
        made_by=who(by.login),
        made_us=to_us(now),
    )
    _log(tx, oa, proposal_id, kind, who(by.login), "proposed", why, now)
    return proposal_id


def decide(
    tx: Tx,
    sealer: Sealer,
    proposal_id: str,
    decision: Decision,
    *,
    oa: str,
    by: Staff,
    why: str,
    now: datetime,
) -> tuple[Proposal, dict[str, Any]]:
    """Close an open proposal; returns it with its order, which an approver now carries out.

    Raises NotAllowed (`two_person`) when the maker approves or another withdraws, Conflict when it
    was decided meanwhile, NotFound for one of another account.
    """
    row = tx.one(_ONE, proposal_id=proposal_id)
    if row is None or row[1] != oa:
        raise NotFound
    found, person = _made(row[:-1]), who(by.login)
    if decision is Decision.APPLIED and person == found.made_by:
        raise NotAllowed("two_person", "不能复核自己提交的申请，请由另一位同事办理")
    if decision is Decision.WITHDRAWN and person != found.made_by:
        raise NotAllowed("two_person", "只有提交人可以撤回申请")
    closed = tx.run(
        _DECIDE,
        proposal_id=proposal_id,
        state=decision.value,
        by=person,
        why=why,
        now_us=to_us(now),
        since_us=to_us(now - LIFE),
    )
    if closed != 1:
        raise Conflict(heard="该申请已处理或已过期")
    _log(tx, oa, proposal_id, found.kind, person, decision.value, why or found.why, now)
    place = {"table": "proposals", "column": "order_sealed", "row": proposal_id}
    return found, msgspec.json.decode(sealer.open(row[-1], **place))


def waiting(reader: Reader, oa: str, now: datetime) -> list[Proposal]:
    """What waits for somebody, the oldest first."""
    return [_made(row) for row in reader.all(_OPEN, oa=oa, since_us=to_us(now - LIFE))]


def decided(reader: Reader, oa: str, now: datetime, most: int = 50) -> list[Proposal]:
    """What was decided or ran out, the newest first."""
    rows = reader.all(_PAST, oa=oa, since_us=to_us(now - LIFE), most=most)
    return [_made(row) for row in rows]


def is_agreed(reader: Reader, kind: str, subject: str, now: datetime) -> bool:
    """Whether two people agreed on this in the last week: for what is carried out elsewhere."""
    since_us = to_us(now - LIFE)
    return reader.one(_AGREED, kind=kind, subject=subject, since_us=since_us) is not None


def _made(row: tuple[Any, ...]) -> Proposal:
    proposal_id, oa, kind, subject, title, facts, why, state, made_by, made_us = row[:10]
    decided_by, decided_us, decided_why = row[10:]
    return Proposal(
        proposal_id=proposal_id,
        oa=oa,
        kind=kind,
        subject=subject,
        title=title,
        facts=msgspec.json.decode(facts, type=tuple[tuple[str, str], ...]),
        why=why,
        state=state,
        made_by=made_by,
        made_at=from_us(made_us),
        decided_by=decided_by,
        decided_at=None if decided_us is None else from_us(decided_us),
        decided_why=decided_why,
    )


def _log(
    tx: Tx, oa: str, proposal_id: str, kind: str, by: str, outcome: str, why: str, now: datetime
) -> None:
    audit.record(
        tx,
        oa=oa,
        who=by,
        what=f"proposal.{kind}",
        whom=f"proposal:{proposal_id}",
        why=why,
        outcome=outcome,
        at=now,
    )
