"""Who gets whom: the longest waiting first, to the least busy of those who know the matter.

Whom a team is to serve waits for that team. After a minute of waiting, or when nobody who knows is
there, anybody may get them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.base.clock import to_us
from weiyin.base.errors import NotAllowed
from weiyin.desk.agent import ALIVE, Agent
from weiyin.desk.message import Side
from weiyin.desk.putting import put
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

ANYBODY_AFTER = timedelta(minutes=1)
URGENT = 10
"""Priority of somebody whose agent went away: they have waited once."""
_AT_ONCE = 50

_QUEUE = sql(
    "SELECT conversation_id, skill, team_id, queued_us FROM desk_conversations"
    " WHERE oa=:oa AND state='waiting' ORDER BY priority DESC, asked_us"
    " LIMIT CAST(:most AS INTEGER)"
)
_FITS = (
    " AND (CAST(:anybody AS INTEGER)=1 OR (a.skills LIKE :skill AND (CAST(:team_id AS TEXT)=''"
    " OR EXISTS (SELECT 1 FROM staff s WHERE s.staff_id=a.staff_id AND s.team_id=:team_id))))"
)
_FREE = sql(
    "SELECT staff_id, number FROM (SELECT a.staff_id, a.number, a.room, a.given_us,"
    " (SELECT count(*) FROM desk_conversations c WHERE c.owner=a.staff_id AND c.state='open'"
    " AND c.oa=a.oa) AS load FROM desk_agents a WHERE a.oa=:oa AND a.state='online'"
    f" AND a.seen_us>:since_us{_FITS}) free"
    " WHERE load < room ORDER BY load * 1000 / room, given_us, staff_id LIMIT 1"
)
_THERE = sql(
    "SELECT 1 FROM desk_agents a WHERE a.oa=:oa AND a.state='online' AND a.seen_us>:since_us"
    f"{_FITS} LIMIT 1"
)
_GIVE = sql(
    "UPDATE desk_conversations SET state='open', owner=:staff_id, taken_us=:now_us,"
    " version=version+1, changed_us=:now_us"
    " WHERE conversation_id=:conversation_id AND state='waiting'"
)
_GIVEN = sql("UPDATE desk_agents SET given_us=:now_us WHERE oa=:oa AND staff_id=:staff_id")
_AHEAD = sql(
    "SELECT count(*) FROM desk_conversations w, desk_conversations me"
    " WHERE me.conversation_id=:conversation_id AND w.oa=me.oa AND w.state='waiting'"
    " AND (w.priority>me.priority OR (w.priority=me.priority AND w.asked_us<me.asked_us))"
)
_WAITING = sql("SELECT count(*) FROM desk_conversations WHERE oa=:oa AND state='waiting'")
_RELEASE = sql(
    "UPDATE desk_conversations SET state='waiting', owner='', priority=:priority, team_id='',"
    " queued_us=:now_us, version=version+1, changed_us=:now_us WHERE owner=:staff_id AND oa=:oa"
    " AND state='open' AND unanswered >= CAST(:unanswered AS INTEGER) RETURNING conversation_id"
)
_PASS_ON = sql(
    "UPDATE desk_conversations SET state='waiting', owner='', why='transfer', team_id=:team_id,"
    " skill=CASE WHEN CAST(:skill AS TEXT)='' THEN skill ELSE :skill END, queued_us=:now_us,"
    " priority=:priority, version=version+1, changed_us=:now_us"
    " WHERE conversation_id=:conversation_id AND state='open' AND owner=:staff_id"
)
_PASS_TO = sql(
    "UPDATE desk_conversations SET owner=:to, why='transfer', taken_us=:now_us,"
    " version=version+1, changed_us=:now_us"
    " WHERE conversation_id=:conversation_id AND state='open' AND owner=:staff_id"
)


def assign(tx: Tx, sealer: Sealer, oa: str, now: datetime, *, told: bool = True) -> int:
    """Give whoever waits to whoever is free; how many were given. `told`: the customer hears it."""
    given = 0
    for conversation_id, skill, team_id, queued_us in tx.all(_QUEUE, oa=oa, most=_AT_ONCE):
        free = _free(tx, oa, skill, team_id, queued_us, now)
        if free is not None:
            given += give(tx, sealer, conversation_id, oa, free[0], free[1], now, told=told)
    return given


def _free(
    tx: Tx, oa: str, skill: str, team_id: str, queued_us: int, now: datetime
) -> tuple[str, str] | None:
    """The least busy of those who may serve this matter now: (staff, number)."""
    here = _here(oa, now, skill, team_id)
    known = tx.one(_FREE, anybody=0, **here)
    waited = queued_us <= to_us(now - ANYBODY_AFTER)
    if known is None and (waited or not tx.one(_THERE, anybody=0, **here)):
        known = tx.one(_FREE, anybody=1, **here)
    return None if known is None else (known[0], known[1])


def is_manned(reader: Reader, oa: str, now: datetime) -> bool:
    """Whether anybody at all sits at the desk, busy or not."""
    return reader.one(_THERE, anybody=1, **_here(oa, now, "", "")) is not None


def _here(oa: str, now: datetime, skill: str, team_id: str) -> dict[str, str | int]:
    since_us = to_us(now - ALIVE)
    return {"oa": oa, "skill": f"% {skill} %", "team_id": team_id, "since_us": since_us}


def give(
    tx: Tx,
    sealer: Sealer,
    conversation_id: str,
    oa: str,
    staff_id: str,
    number: str,
    now: datetime,
    *,
    told: bool = True,
) -> bool:
    """Make `staff_id` the owner of a conversation that waits; False when it waits no more."""
    now_us = to_us(now)
    if not tx.run(_GIVE, conversation_id=conversation_id, staff_id=staff_id, now_us=now_us):
        return False
    tx.run(_GIVEN, oa=oa, staff_id=staff_id, now_us=now_us)
    words = f"人工客服（工号{number}）为您服务。"
    put(
        tx, sealer, conversation_id, side=Side.MARK, words=words, now=now, who=staff_id,
        to_customer=told,
    )  # fmt: skip
    return True


def take(
    tx: Tx, sealer: Sealer, conversation_id: str, oa: str, staff_id: str, number: str, now: datetime
) -> None:
    """As `give`, by the agent's own hand. Raises NotAllowed when another was quicker."""
    if not give(tx, sealer, conversation_id, oa, staff_id, number, now):
        raise NotAllowed("owner", "这位客户已由其他同事接待或已离开")


def pass_on(
    tx: Tx,
    sealer: Sealer,
    conversation_id: str,
    staff_id: str,
    note: str,
    now: datetime,
    *,
    skill: str = "",
    team_id: str = "",
) -> None:
    """The owner gives the conversation to another group or team: it waits, before all others.

    Raises NotAllowed when not theirs.
    """
    moved = tx.run(
        _PASS_ON,
        conversation_id=conversation_id,
        staff_id=staff_id,
        skill=skill,
        team_id=team_id,
        priority=URGENT,
        now_us=to_us(now),
    )
    told = "正在为您转接另一位同事，请稍候。"
    _passed(tx, sealer, conversation_id, staff_id, note, told, now, moved=moved)


def pass_to(
    tx: Tx,
    sealer: Sealer,
    conversation_id: str,
    staff_id: str,
    note: str,
    now: datetime,
    *,
    to: Agent,
) -> None:
    """The owner gives the conversation to a colleague, who owns it from now on.

    Raises NotAllowed when not theirs, or when the colleague cannot take it now.
    """
    if not to.is_there(now) or to.load >= to.room or to.staff_id == staff_id:
        raise NotAllowed("seat", "这位同事不在线或接待已满，请换一位，或转给技能组")
    moved = tx.run(
        _PASS_TO,
        conversation_id=conversation_id,
        staff_id=staff_id,
        to=to.staff_id,
        now_us=to_us(now),
    )
    told = f"已为您转接，人工客服（工号{to.number}）为您服务。"
    _passed(tx, sealer, conversation_id, staff_id, note, told, now, moved=moved)


def _passed(
    tx: Tx,
    sealer: Sealer,
    conversation_id: str,
    staff_id: str,
    note: str,
    told: str,
    now: datetime,
    *,
    moved: int,
) -> None:
    if not moved:
        raise NotAllowed("owner", "会话已不在您名下")
    if note:
        put(tx, sealer, conversation_id, side=Side.NOTE, words=note, now=now, who=staff_id)
    put(
        tx, sealer, conversation_id, side=Side.MARK, words=told, now=now, who=staff_id,
        to_customer=True,
    )  # fmt: skip


def release(
    tx: Tx,
    sealer: Sealer,
    oa: str,
    staff_id: str,
    now: datetime,
    *,
    only_unanswered: bool = False,
) -> int:
    """What somebody who is gone had open waits again, before all others; how many there were."""
    rows = tx.all(
        _RELEASE,
        oa=oa,
        staff_id=staff_id,
        priority=URGENT,
        unanswered=int(only_unanswered),
        now_us=to_us(now),
    )
    for (conversation_id,) in rows:
        words = "原客服已离线，会话重新排队"
        put(tx, sealer, conversation_id, side=Side.NOTE, words=words, now=now)
    return len(rows)


def ahead_of(reader: Reader, conversation_id: str) -> int:
    """How many wait before this one."""
    row = reader.one(_AHEAD, conversation_id=conversation_id)
    return int(row[0]) if row else 0


def waiting_at(reader: Reader, oa: str) -> int:
    row = reader.one(_WAITING, oa=oa)
    return int(row[0]) if row else 0
