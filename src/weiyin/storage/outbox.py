"""What is to leave the house, written in the unit that caused it and delivered afterwards.

A worker leases parcels for a while; a lease that runs out (the worker died) is there for the next
one. Attempts are counted, so a poisonous parcel can be parked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

import msgspec

from weiyin.base.clock import from_us, to_us
from weiyin.base.ids import row_id
from weiyin.storage.many import insert_many
from weiyin.storage.sql import sql
from weiyin.storage.unit import Reader, Tx


class Lane(IntEnum):
    """What goes first. A lane waits as long as one before it has something due."""

    SECURITY = 0
    """Somebody is waiting for it (a code, a late reply), or must know at once."""
    MONEY = 1
    REMINDER = 2
    MARKETING = 3


_PUT = insert_many(
    "outbox",
    {
        "parcel_id": "text",
        "oa": "text",
        "topic": "text",
        "key": "text",
        "lane": "integer",
        "payload": "text",
        "sealed": "bytea",
        "due_us": "bigint",
    },
    fixed={"state": "'open'", "attempts": "0", "worker": "''", "why": "''"},
    tail="ON CONFLICT (oa, topic, key) DO NOTHING",
)
_LEASE = (
    "UPDATE outbox SET due_us=:until_us, attempts=attempts+1, worker=:worker WHERE parcel_id IN"
    " (SELECT parcel_id FROM outbox WHERE topic=:topic AND lane=:lane AND state='open'"
    " AND due_us<=:now_us ORDER BY due_us LIMIT CAST(:room AS INTEGER){lock})"
    " RETURNING parcel_id, oa, topic, key, lane, payload, sealed, attempts, worker"
)
_LEASE_LANE = sql(_LEASE.format(lock=""), postgresql=_LEASE.format(lock=" FOR UPDATE SKIP LOCKED"))
_HELD = " WHERE parcel_id=:parcel_id AND state='open' AND worker=:worker AND attempts=:attempts"
_CLOSE = sql("UPDATE outbox SET state=:state, closed_us=:at_us, sealed=NULL, why=:why" + _HELD)
_SET_ASIDE = sql(
    "UPDATE outbox SET state='parked', closed_us=:at_us, why=:why WHERE parcel_id=:parcel_id"
)
_LATER = sql("UPDATE outbox SET due_us=:due_us, worker='', why=:why" + _HELD)
_FIND = sql(
    "SELECT parcel_id, oa, topic, key, lane, payload, sealed, attempts, worker FROM outbox"
    " WHERE oa=:oa AND topic=:topic AND key=:key"
)
_LANES = "(SELECT 0 AS lane UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)"
_DUE = (
    "SELECT l.lane, t.value FROM {topics} CROSS JOIN "
    + _LANES
    + " l WHERE EXISTS (SELECT 1 FROM outbox WHERE topic=t.value AND lane=l.lane AND state='open'"
    " AND due_us<=:now_us)"
)
_DUE_NOW = sql(
    _DUE.format(topics="json_each(:topics) t"),
    postgresql=_DUE.format(topics="jsonb_array_elements_text(CAST(:topics AS jsonb)) AS t(value)"),
)
_WAITING = sql("SELECT topic, count(*), min(due_us) FROM outbox WHERE state='open' GROUP BY topic")
_PARKED = sql("SELECT topic, count(*) FROM outbox WHERE state='parked' GROUP BY topic")
_FORGET = sql("DELETE FROM outbox WHERE closed_us < :before_us")


@dataclass(frozen=True, slots=True)
class Parcel:
    """One leased delivery. `attempts` counts this one."""

    parcel_id: str
    oa: str
    topic: str
    key: str
    lane: int
    payload: dict[str, Any]
    sealed: bytes | None
    attempts: int
    worker: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many parcels of a topic are open, and since when the oldest is due."""

    topic: str
    count: int
    oldest_due: datetime


def put(
    tx: Tx,
    *,
    oa: str,
    topic: str,
    key: str,
    payload: dict[str, Any],
    due: datetime,
    lane: int = Lane.MONEY,
    sealed: bytes | None = None,
) -> bool:
    """Queue one delivery, due from `due` on. False when (oa, topic, key) was queued before.

    `payload` is whatever JSON can say. What must not lie open goes into `sealed`, sealed by the
    caller for table "outbox", column "sealed", row `sealed_row(...)`; it is wiped when closed.
    """
    added = tx.run(
        _PUT,
        parcel_id=row_id(due),
        oa=oa,
        topic=topic,
        key=key,
        lane=Lane(lane).value,
        payload=msgspec.json.encode(payload).decode(),
        sealed=sealed,
        due_us=to_us(due),
    )
    return added == 1


def put_many(
    tx: Tx,
    *,
    oa: str,
    topic: str,
    parcels: Sequence[tuple[str, dict[str, Any]]],
    due: datetime,
    lane: int = Lane.MONEY,
) -> int:
    """Queue a delivery for each (key, payload); how many were new."""
    due_us, first, lane = to_us(due), row_id(due), Lane(lane).value
    rows = [
        {
            "parcel_id": f"{first}{number:05d}",
            "oa": oa,
            "topic": topic,
            "key": key,
            "lane": lane,
            "payload": msgspec.json.encode(payload).decode(),
            "sealed": None,
            "due_us": due_us,
        }
        for number, (key, payload) in enumerate(parcels)
    ]
    return tx.many(_PUT, rows)


def sealed_row(oa: str, topic: str, key: str) -> str:
    """The row name to which a sealed payload is bound; known before the parcel is put."""
    return f"{oa}/{topic}/{key}"


def due(reader: Reader, topics: Sequence[str], now: datetime) -> set[tuple[Lane, str]]:
    """The lanes and topics that have a parcel due: quick, however many wait."""
    names = msgspec.json.encode(list(topics)).decode()
    rows = reader.all(_DUE_NOW, topics=names, now_us=to_us(now))
    return {(Lane(lane), topic) for lane, topic in rows}


def lease(
    tx: Tx,
    topics: Sequence[str],
    worker: str,
    now: datetime,
    seconds: float,
    limit: int,
    lanes: Sequence[Lane] = tuple(Lane),
) -> list[Parcel]:
    """Up to `limit` due parcels, by lane and then by age; nobody else gets them for `seconds`."""
    now_us = to_us(now)
    until_us = to_us(now + timedelta(seconds=seconds))
    parcels: list[Parcel] = []
    for lane in lanes:
        for topic in topics:
            room = limit - len(parcels)
            if room <= 0:
                return parcels
            rows = tx.all(
                _LEASE_LANE,
                topic=topic,
                lane=Lane(lane).value,
                worker=worker,
                now_us=now_us,
                until_us=until_us,
                room=room,
            )
            parcels.extend(sorted(map(_parcel, rows), key=lambda p: p.parcel_id))
    return parcels


def done(tx: Tx, parcel: Parcel, at: datetime) -> bool:
    """Delivered. False when the lease ran out and another worker has it now."""
    return _close(tx, parcel, "done", "", at)


def park(tx: Tx, parcel: Parcel, why: str, at: datetime) -> bool:
    """Given up: kept for people to look at. False as with `done`."""
    return _close(tx, parcel, "parked", why, at)


def set_aside(tx: Tx, parcel: Parcel, why: str, at: datetime) -> bool:
    """Park a parcel that had left for another queue and failed there: for people to look at."""
    return tx.run(_SET_ASIDE, parcel_id=parcel.parcel_id, why=why, at_us=to_us(at)) == 1


def later(tx: Tx, parcel: Parcel, when: datetime, why: str) -> bool:
    """Not now: due again at `when`. False as with `done`."""
    return tx.run(_LATER, due_us=to_us(when), why=why, **_held(parcel)) == 1


def find(reader: Reader, oa: str, topic: str, key: str) -> Parcel | None:
    """A parcel, open or closed; None when it was never put, or is forgotten."""
    row = reader.one(_FIND, oa=oa, topic=topic, key=key)
    return _parcel(row) if row else None


def backlog(reader: Reader) -> list[Backlog]:
    """What is open, a line a topic: for gauges and alarms."""
    return [Backlog(t, count, from_us(due)) for t, count, due in reader.all(_WAITING)]


def set_aside_count(reader: Reader) -> dict[str, int]:
    """How many parcels people should look at, by topic."""
    rows = reader.all(_PARKED)
    return {topic: int(count) for topic, count in rows}


def forget_before(tx: Tx, moment: datetime) -> int:
    """Drop parcels closed before `moment`; how many. After that their keys are new again."""
    return tx.run(_FORGET, before_us=to_us(moment))


def _close(tx: Tx, parcel: Parcel, state: str, why: str, at: datetime) -> bool:
    return tx.run(_CLOSE, state=state, why=why, at_us=to_us(at), **_held(parcel)) == 1


def _held(parcel: Parcel) -> dict[str, Any]:
    return {
        "parcel_id": parcel.parcel_id,
        "worker": parcel.worker,
        "attempts": parcel.attempts,
    }


def _parcel(row: tuple[Any, ...]) -> Parcel:
    parcel_id, oa, topic, key, lane, payload, sealed, attempts, worker = row
    return Parcel(
        parcel_id, oa, topic, key, lane, msgspec.json.decode(payload), sealed, attempts, worker
    )
