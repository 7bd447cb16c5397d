"""The live lists of the desk: who waits, what is mine, what the team has open."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.desk.conversation import COLUMNS, Conversation, conversation_from
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

MOST = 60

_WAITING = sql(
    f"SELECT {COLUMNS} FROM desk_conversations WHERE oa=:oa AND state='waiting'"
    " ORDER BY priority DESC, asked_us LIMIT CAST(:most AS INTEGER)"
)
_MINE = sql(
    f"SELECT {COLUMNS} FROM desk_conversations WHERE owner=:staff_id AND state='open' AND oa=:oa"
    " ORDER BY CASE WHEN unanswered>0 THEN 0 ELSE 1 END, heard_us"
    " LIMIT CAST(:most AS INTEGER)"
)
_TEAM = sql(
    f"SELECT {COLUMNS} FROM desk_conversations WHERE oa=:oa AND state='open'"
    " ORDER BY CASE WHEN unanswered>0 THEN 0 ELSE 1 END, heard_us"
    " LIMIT CAST(:most AS INTEGER)"
)
_COUNTS = sql(
    "SELECT state, count(*), min(asked_us) FROM desk_conversations"
    " WHERE oa=:oa AND state<>'closed' GROUP BY state"
)


@dataclass(frozen=True, slots=True)
class Counts:
    """`oldest_us`: since when the longest waiting waits, 0 for nobody."""

    waiting: int
    open: int
    oldest_us: int


def waiting(reader: Reader, oa: str) -> tuple[Conversation, ...]:
    """Who is served next comes first."""
    return tuple(map(conversation_from, reader.all(_WAITING, oa=oa, most=MOST)))


def mine(reader: Reader, oa: str, staff_id: str) -> tuple[Conversation, ...]:
    """Those to be answered first, the longest unanswered at the top."""
    rows = reader.all(_MINE, oa=oa, staff_id=staff_id, most=MOST)
    return tuple(map(conversation_from, rows))


def team(reader: Reader, oa: str) -> tuple[Conversation, ...]:
    return tuple(map(conversation_from, reader.all(_TEAM, oa=oa, most=MOST)))


def counts(reader: Reader, oa: str) -> Counts:
    rows = {row[0]: row for row in reader.all(_COUNTS, oa=oa)}
    waits = rows.get("waiting", ("", 0, 0))
    return Counts(waits[1], rows.get("open", ("", 0, 0))[1], waits[2])
