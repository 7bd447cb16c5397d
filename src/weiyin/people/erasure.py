"""Forgetting a person who asks for it: all that no law makes us keep, in one unit of work.

What stays: the ledger and the papers of the bank, ended bindings and the audit's rows, which say
who did what; the bank keeps them for as long as it must.
"""

from __future__ import annotations

from datetime import datetime

from weiyin.people.consents import Purpose, end_consent
from weiyin.people.revoke import revoke
from weiyin.storage import audit
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

_RULES = (
    sql("DELETE FROM drafts WHERE oa = :oa AND openid = :openid AND state <> 'sending'"),
    sql("DELETE FROM sessions WHERE oa = :oa AND openid = :openid"),
    sql("DELETE FROM session_choices WHERE oa = :oa AND openid = :openid"),
)
"""Counts of codes and guesses stay their two days: else asking to be forgotten would clear them."""


def erase(tx: Tx, oa: str, openid: str, at: datetime) -> None:
    """Everything bound is unbound, every consent is ended, what was kept for convenience goes."""
    revoke(tx, oa=oa, openid=openid, at=at, why="erasure")
    for purpose in Purpose:
        end_consent(tx, oa, openid, purpose, at)
    for rule in _RULES:
        tx.run(rule, oa=oa, openid=openid)
    audit.record(
        tx, oa=oa, who=openid, what="person.erase", whom=openid, why="customer", outcome="ok", at=at
    )
