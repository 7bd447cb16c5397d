"""Forgetting what was said at the desk: after as long as the bank keeps it, or when a customer asks
for it. The rows of talks stay for the figures, without whom they were with.

What is not answered yet stays until it is: a complaint does not end because who made it is erased.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.base.clock import to_us
from weiyin.desk.conversation import live_of
from weiyin.desk.handover import close
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import Sql, sql
from weiyin.storage.store import Tx

_OLD = (
    "SELECT conversation_id FROM desk_conversations"
    " WHERE state='closed' AND openid<>'' AND closed_us<=:before_us"
)
_OF_PERSON = (
    "SELECT conversation_id FROM desk_conversations"
    " WHERE state='closed' AND oa=:oa AND openid=:openid"
)


def _rules(which: str) -> tuple[Sql, ...]:
    """The words, the pictures, and last whom the talks were with."""
    return (
        sql(f"DELETE FROM desk_messages WHERE conversation_id IN ({which})"),
        sql(f"DELETE FROM desk_pictures WHERE conversation_id IN ({which})"),
        sql(
            "UPDATE desk_conversations SET openid='', opinion='', about=''"
            f" WHERE conversation_id IN ({which})"
        ),
    )


_FORGET_OLD, _FORGET_PERSON = _rules(_OLD), _rules(_OF_PERSON)
_OLD_CASES = sql("DELETE FROM desk_cases WHERE state='done' AND closed_us<=:before_us")
_CASES_OF = sql("DELETE FROM desk_cases WHERE oa=:oa AND openid=:openid AND state='done'")


def purge(tx: Tx, now: datetime, *, kept: timedelta) -> int:
    """Forget talks and answered cases that ended longer ago than `kept`; how many rows went."""
    before_us = to_us(now - kept)
    gone = tx.run(_OLD_CASES, before_us=before_us)
    return gone + sum(tx.run(rule, before_us=before_us) for rule in _FORGET_OLD)


def erase_talks(tx: Tx, sealer: Sealer, oa: str, openid: str, now: datetime) -> None:
    """Forget all that a person said at the desk; a talk that is open ends with it."""
    live = live_of(tx, oa, openid)
    if live is not None:
        close(tx, sealer, live.conversation_id, now, why="erased", told="")
    for rule in (*_FORGET_PERSON, _CASES_OF):
        tx.run(rule, oa=oa, openid=openid)
