"""The live lists of the desk: who waits, what is mine, what the team has open."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.desk import message
from weiyin.desk.conversation import COLUMNS, Conversation, conversation_from
from weiyin.storage.sealed import Sealer
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
    f"SELECT {COLUMNS} FROM desk_conversations c WHERE oa=:oa AND state='open'"
    " AND (CAST(:team_id AS TEXT)='' OR EXISTS"
    " (SELECT 1 FROM staff s WHERE s.staff_id=c.owner AND s.team_id=:team_id))"
    " ORDER BY CASE WHEN unanswered>0 THEN 0 ELSE 1 END, heard_us"
    " LIMIT CAST(:most AS INTEGER)"
)
_MINE_COUNT = sql(
    "SELECT count(*) FROM desk_conversations WHERE owner=:staff_id AND state='open' AND oa=:oa"
)
_COUNTS = sql(
    "SELECT state, count(*), min(asked_us) FROM desk_conversations"
    " WHERE oa=:oa AND state<>'closed' GROUP BY state"
)
_SAID = (
    "SELECT m.conversation_id, m.seq, m.words FROM desk_messages m JOIN"
    " (SELECT c.conversation_id, (SELECT max(x.seq) FROM desk_messages x"
    " WHERE x.conversation_id=c.conversation_id AND x.side IN ('customer', 'agent')) AS seq"
    " FROM desk_conversations c WHERE {which}) l"
    " ON l.conversation_id=m.conversation_id AND l.seq=m.seq"
)
_LAST = sql(
    _SAID.format(
        which="c.oa=:oa AND c.owner=:owner AND c.state<>'closed'"
        " ORDER BY c.priority DESC, c.asked_us LIMIT CAST(:most AS INTEGER)"
    )
)
_LAST_OF = sql(_SAID.format(which="c.conversation_id=:conversation_id"))
_SNIPPET = 40


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


def mine_count(reader: Reader, oa: str, staff_id: str) -> int:
    row = reader.one(_MINE_COUNT, oa=oa, staff_id=staff_id)
    return int(row[0]) if row else 0


def team(reader: Reader, oa: str, team_id: str) -> tuple[Conversation, ...]:
    """What the people of a team have open; an empty `team_id`: what everybody has."""
    return tuple(map(conversation_from, reader.all(_TEAM, oa=oa, team_id=team_id, most=MOST)))


def counts(reader: Reader, oa: str) -> Counts:
    rows = {row[0]: row for row in reader.all(_COUNTS, oa=oa)}
    waits = rows.get("waiting", ("", 0, 0))
    return Counts(waits[1], rows.get("open", ("", 0, 0))[1], waits[2])


def last_said(reader: Reader, sealer: Sealer, oa: str, owner: str) -> dict[str, str]:
    """By conversation of an owner: how the last words between customer and agent begin."""
    rows = reader.all(_LAST, oa=oa, owner=owner, most=MOST)
    return {row[0]: _snippet(sealer, row) for row in rows}


def last_words(reader: Reader, sealer: Sealer, conversation_id: str) -> str:
    """The same of one conversation; empty when nothing was said."""
    row = reader.one(_LAST_OF, conversation_id=conversation_id)
    return "" if row is None else _snippet(sealer, row)


def _snippet(sealer: Sealer, row: tuple[str, int, bytes]) -> str:
    return message.opened(sealer, *row)[:_SNIPPET]
