"""Finding places: near a point, in a city, by words."""

from __future__ import annotations

from typing import Any

from weiyin.base.ask import Point
from weiyin.base.errors import NotFound
from weiyin.places.cells import cover
from weiyin.places.distance import distance_m
from weiyin.places.place import Found, Place, PlaceKind, udeg
from weiyin.places.register import COLUMNS, from_row
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

FIRST_RING_M = 500
"""The first circle looked at; each further one is three times as wide."""

# The book stands in every branch: only so does SQLite walk the index once for each range.
_NEAR = sql("""
    SELECT place_id, lat_udeg, lon_udeg FROM places
    WHERE (:kind = '' OR kind = :kind)
      AND (book = :book AND cell BETWEEN :first0 AND :last0
        OR book = :book AND cell BETWEEN :first1 AND :last1
        OR book = :book AND cell BETWEEN :first2 AND :last2
        OR book = :book AND cell BETWEEN :first3 AND :last3)
""")
_ONE = sql(f"SELECT {COLUMNS} FROM places WHERE book = :book AND place_id = :place_id")
_BY_CITY = sql(f"""
    SELECT {COLUMNS} FROM places
    WHERE book = :book AND city = :city AND (:kind = '' OR kind = :kind)
    ORDER BY place_id LIMIT :limit
""")
_BY_WORDS = sql(f"""
    SELECT {COLUMNS} FROM places
    WHERE book = :book AND (:kind = '' OR kind = :kind)
      AND words LIKE :word0 ESCAPE '!' AND words LIKE :word1 ESCAPE '!'
      AND words LIKE :word2 ESCAPE '!'
    ORDER BY place_id LIMIT :limit
""")
_WORDS_MAX = 3


def get(reader: Reader, book: str, place_id: str) -> Place:
    row = reader.one(_ONE, book=book, place_id=place_id)
    if row is None:
        raise NotFound(f"no place {place_id}", heard="没有找到该网点")
    return from_row(row)


def nearby(
    reader: Reader,
    book: str,
    point: Point,
    kind: PlaceKind | None = None,
    *,
    limit: int = 5,
    radius_m: int = 20_000,
) -> list[Found]:
    """The nearest places within `radius_m`, nearest first, at most `limit`; `kind` None: any.

    Looks at widening circles, so that a crowded town centre does not read the whole town.
    """
    at = udeg(point.latitude), udeg(point.longitude)
    ring_m = min(FIRST_RING_M, radius_m)
    found = _within(reader, book, at, kind, ring_m)
    while len(found) < limit and ring_m < radius_m:
        ring_m = min(3 * ring_m, radius_m)
        found = _within(reader, book, at, kind, ring_m)
    found.sort()
    return [Found(get(reader, book, place_id), round(m)) for m, place_id in found[:limit]]


def by_city(
    reader: Reader, book: str, city: str, limit: int = 20, kind: PlaceKind | None = None
) -> list[Place]:
    """Places of a city by its short name (`杭州`; `杭州市` means the same), in order of number."""
    rows = reader.all(
        _BY_CITY, book=book, city=city.removesuffix("市"), kind=_kind(kind), limit=limit
    )
    return [from_row(row) for row in rows]


def by_words(
    reader: Reader, book: str, words: str, limit: int = 20, kind: PlaceKind | None = None
) -> list[Place]:
    """Places whose name, address, city or district hold each of the first three words."""
    wanted = [f"%{_literal(word)}%" for word in words.casefold().split()[:_WORDS_MAX]]
    if not wanted:
        return []
    wanted += ["%"] * (_WORDS_MAX - len(wanted))
    patterns = {f"word{n}": pattern for n, pattern in enumerate(wanted)}
    rows = reader.all(_BY_WORDS, book=book, kind=_kind(kind), limit=limit, **patterns)
    return [from_row(row) for row in rows]


def _within(
    reader: Reader, book: str, at: tuple[int, int], kind: PlaceKind | None, radius_m: int
) -> list[tuple[float, str]]:
    """(metres, place_id) of everything within `radius_m`, in no order."""
    bounds: dict[str, Any] = {}
    for n, (first, last) in enumerate(cover(*at, radius_m)):
        bounds |= {f"first{n}": first, f"last{n}": last}
    rows = reader.all(_NEAR, book=book, kind=_kind(kind), **bounds)
    measured = [(distance_m(*at, lat, lon), place_id) for place_id, lat, lon in rows]
    return [(m, place_id) for m, place_id in measured if m <= radius_m]


def _kind(kind: PlaceKind | None) -> str:
    return kind.value if kind else ""


def _literal(word: str) -> str:
    """The word with LIKE's own characters taken as they are."""
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
