"""Forgetting: rows of people that nothing refers to any more, deleted once their use is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.base.clock import to_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

# Counts of codes and guesses look back one day, finished drafts are shown for one.
_KEEP = timedelta(days=2)
_KEEP_SESSIONS = timedelta(days=30)
"""A person may look back at their own sign-ins (`history`)."""

_RULES = (
    sql("DELETE FROM arrivals WHERE expires_us < :before_us"),
    sql("DELETE FROM challenges WHERE issued_us < :before_us"),
    sql("DELETE FROM guesses WHERE at_us < :before_us"),
    sql("DELETE FROM code_subjects WHERE touched_us < :before_us"),
    # One that is still being sent waits for its outcome, however old.
    sql("DELETE FROM drafts WHERE expires_us < :before_us AND state <> 'sending'"),
)
_OLD_SESSIONS = sql("DELETE FROM sessions WHERE opened_us < :before_us")


def purge(tx: Tx, now: datetime) -> int:
    """Delete what is over; returns how many rows went. Safe to repeat."""
    gone = tx.run(_OLD_SESSIONS, before_us=to_us(now - _KEEP_SESSIONS))
    return gone + sum(tx.run(rule, before_us=to_us(now - _KEEP)) for rule in _RULES)
