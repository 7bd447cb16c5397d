"""A crowd of points for the nearby bench: 100,000 places and 1,000,000 merchants in twenty cities.

They are thrown around the cities' well-known areas, thick in the middle and thin outside, and put
into the tables in bulk: how they get there is not what is measured.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg

from weiyin.demo.dice import Dice
from weiyin.places.cells import cell
from weiyin.places.gazetteer import CITIES
from weiyin.places.hours import ALWAYS, to_json

PLACES, MERCHANTS, OFFERS = 100_000, 1_000_000, 200_000
KINDS = ("branch", "atm", "self_service")
CATEGORIES = ("餐饮", "咖啡茶饮", "超市便利", "电影娱乐", "加油出行", "运动健康")
BOOK = "bench"
_SPREAD_UDEG = 60_000
"""One standard deviation: about six kilometres."""
_HOURS = to_json(ALWAYS)

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """`label`: the kind of a place, the category of a merchant. Microdegrees."""

    key: str
    label: str
    lat: int
    lon: int


def spots(count: int, prefix: str, labels: tuple[str, ...], seed: int) -> list[Spot]:
    dice = Dice(seed, "spots", prefix)
    areas = [area for city in CITIES for area in city.areas]
    found = []
    for number in range(count):
        area = dice.pick(areas)
        lat, lon = area.lat_udeg + _away(dice), area.lon_udeg + _away(dice)
        found.append(Spot(f"{prefix}{number:07d}", labels[number % len(labels)], lat, lon))
    return found


def _away(dice: Dice) -> int:
    """The sum of three throws: thick in the middle, as wide as `_SPREAD_UDEG` on the whole."""
    return sum(dice.between(-_SPREAD_UDEG, _SPREAD_UDEG) for _ in range(3))


def askers(count: int, seed: int) -> list[tuple[int, int]]:
    """Where people stand who ask."""
    return [(one.lat, one.lon) for one in spots(count, "", ("",), seed)]


def fill(url: str, places: list[Spot], merchants: list[Spot]) -> None:
    """Put them into the migrated database at `url`; every fifth merchant has an offer."""
    tables: dict[tuple[str, int], Iterator[Row]] = {
        ("places", 14): map(_place, places),
        ("merchants", 9): map(_merchant, merchants),
        ("offers", 18): map(_offer, merchants[:: MERCHANTS // OFFERS]),
    }
    if url.startswith("sqlite:"):
        _fill_sqlite(url.removeprefix("sqlite:///"), tables.items())
    else:
        _fill_postgres(url, tables.items())


def _fill_sqlite(path: str, tables: Iterable[tuple[tuple[str, int], Iterator[Row]]]) -> None:
    with sqlite3.connect(path) as database:
        for (table, width), rows in tables:
            marks = ", ".join("?" * width)
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        database.execute("ANALYZE")
    database.close()


def _fill_postgres(url: str, tables: Iterable[tuple[tuple[str, int], Iterator[Row]]]) -> None:
    with psycopg.connect(url) as connection:
        for (table, _), rows in tables:
            with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")  # else the server does it while it is measured
        connection.execute("CHECKPOINT")


def _place(one: Spot) -> Row:
    return (
        BOOK, one.key, one.label, "示范支行", "杭州", "西湖区", "文三路1号", "",
        one.lat, one.lon, cell(one.lat, one.lon), _HOURS, "[]", "",
    )  # fmt: skip


def _merchant(one: Spot) -> Row:
    at = cell(one.lat, one.lon)
    return (BOOK, one.key, "示范商户", one.label, "文三路1号", one.lat, one.lon, at, _HOURS)


def _offer(one: Spot) -> Row:
    return (
        BOOK, f"F{one.key}", one.key, "满100减30", "", 10_000, 3_000, 100, 0, 100, 1, 0,
        2**50, 7, one.label, one.lat, one.lon, cell(one.lat, one.lon),
    )  # fmt: skip
