"""Revoking: everything a person could do through us stops in one unit of work."""

from __future__ import annotations

from datetime import UTC, datetime

from weiyin.base.clock import to_us
from weiyin.people.challenges import end_challenges
from weiyin.people.consents import Purpose, end_consent
from weiyin.people.drafts import void_drafts
from weiyin.people.sessions import end_sessions
from weiyin.storage import audit
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

_EVER = datetime(9999, 1, 1, tzinfo=UTC)

_SUSPEND = sql("""
    UPDATE bindings
    SET state = 'suspended', is_default = 0, ended_us = :at_us, ended_why = :why
    WHERE oa = :oa AND openid = :openid AND state = 'active' AND bound_us <= :until_us
""")


def revoke(
    tx: Tx, *, oa: str, openid: str, at: datetime, why: str, made_until: datetime | None = None
) -> int:
    """Suspend bindings, end sessions and codes, void open drafts made up to `made_until`.

    None means all there are. Returns how many bindings were suspended.
    """
    until = made_until or _EVER
    count = tx.run(_SUSPEND, oa=oa, openid=openid, at_us=to_us(at), why=why, until_us=to_us(until))
    stop(tx, oa=oa, openid=openid, at=at, why=why, made_until=until)
    if count:
        audit.record(
            tx,
            oa=oa,
            who=openid,
            what="bindings.suspend",
            whom=openid,
            why=why,
            outcome="ok",
            at=at,
            detail={"count": str(count)},
        )
    return count


def stop(
    tx: Tx, *, oa: str, openid: str, at: datetime, why: str, made_until: datetime = _EVER
) -> None:
    """End sessions and codes, void open drafts; what is bound stays bound."""
    end_sessions(tx, oa=oa, openid=openid, now=at, why=why, opened_until=made_until)
    end_challenges(tx, oa=oa, openid=openid, now=at, why=why, issued_until=made_until)
    void_drafts(tx, oa=oa, openid=openid, at=at, made_until=made_until)


def withdraw_binding_consent(tx: Tx, oa: str, openid: str, at: datetime) -> bool:
    """Take back the consent to binding, and with it everything bound. False when none stood."""
    if not end_consent(tx, oa, openid, Purpose.BINDING, at):
        return False
    revoke(tx, oa=oa, openid=openid, at=at, why="consent_withdrawn")
    return True
