"""签到: who came by on which day, once a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from weiyin.base.clock import shanghai_day
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_KEPT = timedelta(days=366)
_PUT = sql("""
    INSERT INTO check_ins (oa, openid, day) VALUES (:oa, :openid, :day)
    ON CONFLICT (oa, openid, day) DO NOTHING
""")
_DAYS = sql("""
    SELECT day FROM check_ins WHERE oa = :oa AND openid = :openid AND day <= :today
    ORDER BY day DESC LIMIT 366
""")
_FORGET = sql("DELETE FROM check_ins WHERE day < :before")


@dataclass(frozen=True, slots=True)
class CheckIns:
    """`in_a_row` ends today or, when they have not come yet, yesterday."""

    today: bool
    this_month: int
    in_a_row: int


def check_in(tx: Tx, oa: str, openid: str, day: date) -> bool:
    """False when they came by on that day before."""
    return tx.run(_PUT, oa=oa, openid=openid, day=day.isoformat()) == 1


def check_ins_of(reader: Reader, oa: str, openid: str, today: date) -> CheckIns:
    rows = reader.all(_DAYS, oa=oa, openid=openid, today=today.isoformat())
    days = {date.fromisoformat(row[0]) for row in rows}
    last = today if today in days else today - timedelta(days=1)
    in_a_row = 0
    while last - timedelta(days=in_a_row) in days:
        in_a_row += 1
    this_month = sum((day.year, day.month) == (today.year, today.month) for day in days)
    return CheckIns(today in days, this_month, in_a_row)


def purge(tx: Tx, now: datetime) -> int:
    return tx.run(_FORGET, before=(shanghai_day(now) - _KEPT).isoformat())
