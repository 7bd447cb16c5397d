"""Where a phone said it is: kept sealed, only for who agreed to it, and not for long.

Whereabouts are sensitive personal data: whoever calls `note` has seen the separate consent. They
are good for answering for half an hour and erased after a day at the latest, or at once when the
consent is taken back.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from weiyin.base.ask import Point
from weiyin.base.clock import to_us
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

FRESH = timedelta(minutes=30)
KEPT = timedelta(hours=12)

_PUT = sql("""
    INSERT INTO whereabouts (oa, openid, point_sealed, at_us)
    VALUES (:oa, :openid, :point_sealed, :at_us)
    ON CONFLICT (oa, openid) DO UPDATE SET
        point_sealed = excluded.point_sealed, at_us = excluded.at_us
    WHERE excluded.at_us >= whereabouts.at_us
""")
_GET = sql("""
    SELECT point_sealed FROM whereabouts
    WHERE oa = :oa AND openid = :openid AND at_us > :since_us
""")
_ERASE = sql("DELETE FROM whereabouts WHERE oa = :oa AND openid = :openid")
_FORGET = sql("DELETE FROM whereabouts WHERE at_us < :before_us")


def note_whereabouts(
    tx: Tx, sealer: Sealer, oa: str, openid: str, point: Point, at: datetime
) -> None:
    """Remember the newest. Only for somebody who agreed to it."""
    words = json.dumps([point.latitude, point.longitude])
    sealed = sealer.seal(words, table="whereabouts", column="point_sealed", row=f"{oa}/{openid}")
    tx.run(_PUT, oa=oa, openid=openid, point_sealed=sealed, at_us=to_us(at))


def access_whereabouts(
    reader: Reader, sealer: Sealer, oa: str, openid: str, now: datetime
) -> Point | None:
    """Where this person is, if their phone said so within half an hour."""
    row = reader.one(_GET, oa=oa, openid=openid, since_us=to_us(now - FRESH))
    if row is None:
        return None
    words = sealer.open(
        bytes(row[0]), table="whereabouts", column="point_sealed", row=f"{oa}/{openid}"
    )
    return Point(*json.loads(words))


def erase_whereabouts(tx: Tx, oa: str, openid: str) -> None:
    tx.run(_ERASE, oa=oa, openid=openid)


def forget_whereabouts(tx: Tx, now: datetime) -> int:
    """Erase what is older than `KEPT`."""
    return tx.run(_FORGET, before_us=to_us(now - KEPT))
