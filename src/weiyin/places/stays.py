"""In which well-known areas people have been: names of areas and a day, never coordinates.

Only for who agreed to be located and to be recommended things, and to exactly this: whoever calls
`note_stay` has seen both consents. Kept for thirty days, gone at once when either is taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from weiyin.base.ask import Point
from weiyin.base.clock import to_us
from weiyin.places.distance import distance_m
from weiyin.places.gazetteer import CITIES, Area
from weiyin.places.place import udeg
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

IN_M, NEAR_M = 1_500, 5_000
"""Whose middle is so near is the area one is in, or near to."""
KEPT = timedelta(days=30)
_AWAY = timedelta(hours=6)
"""Who was not seen there for so long enters anew."""

_SEEN = sql("""
    SELECT area, seen_us FROM stays WHERE oa = :oa AND openid = :openid AND is_in = 1
""")
_PUT = sql("""
    INSERT INTO stays (oa, openid, area, is_in, seen_us)
    VALUES (:oa, :openid, :area, :is_in, :seen_us)
    ON CONFLICT (oa, openid, area, is_in) DO UPDATE SET seen_us = excluded.seen_us
    WHERE excluded.seen_us > stays.seen_us
""")
_ERASE = sql("DELETE FROM stays WHERE oa = :oa AND openid = :openid")
_FORGET = sql("DELETE FROM stays WHERE seen_us < :before_us")


def area_name(area: Area) -> str:
    """`北京国贸`: names of areas come again in other cities."""
    return f"{area.city}{area.name}"


def areas_around(point: Point) -> tuple[list[str], list[str]]:
    """The areas that the point is in, and those it is near to (these among them)."""
    lat, lon = udeg(point.latitude), udeg(point.longitude)
    away = [
        (distance_m(lat, lon, area.lat_udeg, area.lon_udeg), area_name(area))
        for city in CITIES
        for area in city.areas
    ]
    inside, near = ([name for metres, name in away if metres <= most] for most in (IN_M, NEAR_M))
    return inside, near


def note_stay(tx: Tx, oa: str, openid: str, point: Point, at: datetime) -> Sequence[str]:
    """Remember the areas; which of them were entered, for the first time in some hours."""
    seen: dict[str, int] = dict(tx.all(_SEEN, oa=oa, openid=openid))
    inside, near = areas_around(point)
    rows = [
        {"oa": oa, "openid": openid, "area": area, "is_in": is_in, "seen_us": to_us(at)}
        for is_in, areas in ((1, inside), (0, near))
        for area in areas
    ]
    tx.many(_PUT, rows)
    long_ago = to_us(at - _AWAY)
    return [area for area in inside if seen.get(area, 0) < long_ago]


def areas_of(reader: Reader, oa: str, openid: str) -> set[str]:
    """Where somebody has been."""
    return {row[0] for row in reader.all(_SEEN, oa=oa, openid=openid)}


def erase_stays(tx: Tx, oa: str, openid: str) -> None:
    tx.run(_ERASE, oa=oa, openid=openid)


def forget_stays(tx: Tx, now: datetime) -> int:
    return tx.run(_FORGET, before_us=to_us(now - KEPT))
