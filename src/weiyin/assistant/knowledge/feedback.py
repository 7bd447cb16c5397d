"""Was this helpful: the last answer each person had, and how often an answer helped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.clock import shanghai_day, to_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

USEFUL, USELESS = "有用", "没用"
"""The words to tap under an answer."""
_JUDGED_WITHIN = timedelta(days=1)

_TELL = sql(
    "INSERT INTO knowledge_told (oa, openid, entry_id, at_us)"
    " VALUES (:oa, :openid, :entry_id, :at_us) ON CONFLICT (oa, openid)"
    " DO UPDATE SET entry_id=excluded.entry_id, at_us=excluded.at_us"
)
_TOLD = sql(
    "SELECT entry_id FROM knowledge_told WHERE oa=:oa AND openid=:openid AND at_us>:since_us"
)
_FORGET = sql("DELETE FROM knowledge_told WHERE oa=:oa AND openid=:openid")
_VOTE = sql(
    "INSERT INTO knowledge_votes (oa, entry_id, day, useful, useless)"
    " VALUES (:oa, :entry_id, :day, :useful, :useless) ON CONFLICT (oa, entry_id, day)"
    " DO UPDATE SET useful=knowledge_votes.useful+excluded.useful,"
    " useless=knowledge_votes.useless+excluded.useless"
)
_VOTES = sql(
    "SELECT entry_id, SUM(useful), SUM(useless) FROM knowledge_votes"
    " GROUP BY entry_id ORDER BY SUM(useless) DESC, entry_id"
)
_POPULAR = sql(
    "SELECT entry_id, count(*) FROM knowledge_told WHERE oa=:oa AND at_us>:since_us"
    " GROUP BY entry_id ORDER BY count(*) DESC, entry_id LIMIT CAST(:most AS INTEGER)"
)
_PURGE = sql("DELETE FROM knowledge_told WHERE at_us<=:since_us")


@dataclass(frozen=True, slots=True)
class Votes:
    """How many found an entry's answer useful, and how many did not."""

    entry_id: str
    useful: int
    useless: int


def tell(tx: Tx, oa: str, openid: str, entry_id: str, now: datetime) -> None:
    """Remember what was answered, until it is judged."""
    tx.run(_TELL, oa=oa, openid=openid, entry_id=entry_id, at_us=to_us(now))


def told(reader: Reader, oa: str, openid: str, now: datetime) -> str | None:
    """The entry that this person was answered with within a day and has not judged."""
    row = reader.one(_TOLD, oa=oa, openid=openid, since_us=to_us(now - _JUDGED_WITHIN))
    return row[0] if row else None


def judge(tx: Tx, oa: str, openid: str, now: datetime, *, useful: bool) -> None:
    """Count one judgement of the last answer; a second tap finds nothing to judge."""
    entry_id = told(tx, oa, openid, now)
    if entry_id is None:
        return
    tx.run(_FORGET, oa=oa, openid=openid)
    day = shanghai_day(now).isoformat()
    counts = {"useful": int(useful), "useless": int(not useful)}
    tx.run(_VOTE, oa=oa, entry_id=entry_id, day=day, **counts)


def popular(reader: Reader, oa: str, since: datetime, most: int) -> list[tuple[str, int]]:
    """(entry, people) whose last answer it was and who have not judged it, most people first."""
    rows = reader.all(_POPULAR, oa=oa, since_us=to_us(since), most=most)
    return [(entry_id, int(people)) for entry_id, people in rows]


def votes(reader: Reader) -> list[Votes]:
    """Of every judged entry; what helped least comes first."""
    return [Votes(id_, int(useful), int(useless)) for id_, useful, useless in reader.all(_VOTES)]


def purge(tx: Tx, now: datetime) -> int:
    """Forget who was told what, once it can be judged no more; how many."""
    return tx.run(_PURGE, since_us=to_us(now - _JUDGED_WITHIN))
