"""Forgetting a person who asks for it: all that no law makes us keep, in one unit of work.

What goes is said by the register of data (`data_register`). What stays: the ledger and the papers
of the bank, what was said to its people, ended bindings and the audit's rows, which say who did
what; the bank keeps them for as long as it must. Counts of codes and guesses stay their two days:
else asking to be forgotten would clear them.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache

from weiyin.people.consents import Purpose, end_consent
from weiyin.people.data_register import data_register
from weiyin.people.revoke import revoke
from weiyin.storage import audit
from weiyin.storage.sql import Sql, sql
from weiyin.storage.store import Tx

_BUT = {"drafts": " AND state <> 'sending'"}
"""One that is still being sent waits for its outcome."""


def erase(tx: Tx, oa: str, openid: str, at: datetime) -> None:
    """Everything bound is unbound, every consent is ended, what was kept for convenience goes."""
    revoke(tx, oa=oa, openid=openid, at=at, why="erasure")
    for purpose in Purpose:
        end_consent(tx, oa, openid, purpose, at)
    for rule in _rules():
        tx.run(rule, oa=oa, openid=openid)
    audit.record(
        tx, oa=oa, who=openid, what="person.erase", whom=openid, why="customer", outcome="ok", at=at
    )


@cache
def _rules() -> tuple[Sql, ...]:
    gone = (one.table for one in data_register().values() if one.goes_with_person)
    return tuple(
        sql(f"DELETE FROM {table} WHERE oa = :oa AND openid = :openid{_BUT.get(table, '')}")
        for table in gone
    )
