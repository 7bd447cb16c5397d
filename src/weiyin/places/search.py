"""Finding places: near a point, in a city, by words."""

from __future__ import annotations

from weiyin.base.ask import Point
from weiyin.base.errors import NotFound
from weiyin.places.nearest import among, listed, nearest, nearest_sql
from weiyin.places.place import Found, Place, PlaceKind, udeg
from weiyin.places.register import COLUMNS, from_row
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_SERVICE = "AND (:service = '' OR t.services LIKE :service)"
_NEAR = nearest_sql("places", "t.place_id", same=("book",), where=_SERVICE)
_NEAR_OF_KIND = nearest_sql("places", "t.place_id", same=("book", "kind"), where=_SERVICE)
_LISTED = among(f"SELECT {COLUMNS} FROM places WHERE book = :book", "place_id")
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
    service: str = "",
) -> list[Found]:
    """The nearest places within `radius_m`, nearest first, at most `limit`.

    `kind` None: any; `service` must be among what is offered there, as printed.
    """
    wanted = f'%"{service}"%' if service else ""
    found = nearest(
        reader,
        _NEAR if kind is None else _NEAR_OF_KIND,
        (udeg(point.latitude), udeg(point.longitude)),
        limit=limit,
        radius_m=radius_m,
        params={"book": book, "service": wanted} | ({} if kind is None else {"kind": kind.value}),
    )
    keys = listed([one.key for one in found])
    places = {row[0]: from_row(row) for row in reader.all(_LISTED, book=book, keys=keys)}
    return [Found(places[one.key], round(one.distance_m)) for one in found]


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


def some(reader: Reader, book: str, limit: int = 20) -> list[Place]:
    """Some of all there are, for whoever has not said which."""
    patterns = {f"word{n}": "%" for n in range(_WORDS_MAX)}
    rows = reader.all(_BY_WORDS, book=book, kind=_kind(None), limit=limit, **patterns)
    return [from_row(row) for row in rows]


def _kind(kind: PlaceKind | None) -> str:
    return kind.value if kind else ""


def _literal(word: str) -> str:
    """The word with LIKE's own characters taken as they are."""
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
