"""The k nearest of a table of points, found by an index that ends in its cell, filters and all.

The search looks at widening circles, so that a crowded centre does not read the whole town, and
the database sorts what it finds: only `k` rows and a few more leave it. It sorts by

    dlat^2 + dlon^2 * cos^2(mean latitude)      with cos^2 taken linear between the two latitudes

which within some kilometres orders as the great circle does to a millionth; the rows that come
back are measured properly, and the few more are there for ties. A circle as wide as a province, or
near a pole, is read whole: nothing is crowded there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weiyin.places.cells import cover
from weiyin.places.distance import distance_m
from weiyin.storage.sql import Sql, sql
from weiyin.storage.store import Reader

FIRST_RING_M = 500
"""The first circle looked at; each further one is about three times as wide."""
_SPARE = 8
"""Rows beyond those asked for, since the database measures a little differently."""
_FLAT_M = 50_000
_FLAT_LAT, _FLAT_LON = 70_000_000, 179_000_000
"""Beyond these the earth is too round to leave the sorting to the database."""
_ALL = 2**31 - 1

# For each range one walk down the index: a list of ranges comes as one parameter. OFFSET 0 keeps
# PostgreSQL from looking for a better way to join, which is to read the table once a range.
_SQLITE = """
    SELECT {key}, t.lat_udeg, t.lon_udeg
    FROM json_each(:ranges) r CROSS JOIN {table} t
    WHERE {same} AND t.cell BETWEEN r.value ->> 0 AND r.value ->> 1 {where}
    ORDER BY {far} LIMIT :limit
"""
_POSTGRESQL = """
    SELECT {key}, t.lat_udeg, t.lon_udeg
    FROM (SELECT CAST(value ->> 0 AS bigint) AS low, CAST(value ->> 1 AS bigint) AS high
          FROM json_array_elements(CAST(:ranges AS json))) r
    CROSS JOIN LATERAL (SELECT * FROM {table} t
                        WHERE {same} AND t.cell BETWEEN r.low AND r.high OFFSET 0) t
    WHERE true {where}
    ORDER BY {far} LIMIT :limit
"""
_DLAT, _DLON = (f"CAST(t.{name}_udeg - :{name} AS DOUBLE PRECISION)" for name in ("lat", "lon"))
_FAR = f"{_DLAT} * {_DLAT} + {_DLON} * {_DLON} * (:cos2 - :slope * {_DLAT})"


@dataclass(frozen=True, slots=True)
class Near:
    """`key` names what is there; metres as the crow flies."""

    distance_m: float
    key: str


def nearest_sql(table: str, key: str, *, same: tuple[str, ...], where: str = "") -> Sql:
    """The statement for `nearest` over `table`, which is `t` in it.

    `same`: the columns that stand before the cell in the index, each equal to the parameter of its
    name; `where` begins with AND.
    """
    words = {
        "table": table,
        "key": key,
        "where": where,
        "same": " AND ".join(f"t.{name} = :{name}" for name in same),
        "far": _FAR,
    }
    return sql(_SQLITE.format(**words), postgresql=_POSTGRESQL.format(**words))


def nearest(
    reader: Reader,
    stmt: Sql,
    at: tuple[int, int],
    *,
    limit: int,
    radius_m: int,
    params: Mapping[str, Any],
) -> list[Near]:
    """The nearest to `at` (microdegrees) within `radius_m`, nearest first, at most `limit`."""
    ring_m = min(FIRST_RING_M, radius_m)
    while True:
        found = _within(reader, stmt, at, ring_m, limit, params)
        if len(found) >= limit or ring_m >= radius_m:
            return found[:limit]
        # A last ring hardly wider than the one before it would be read for nothing.
        ring_m = radius_m if radius_m < 1.5 * 3 * ring_m else 3 * ring_m


def among(text: str, column: str, tail: str = "") -> Sql:
    """A statement for the rows of many keys at once: `text` ends in its WHERE, `:keys` is `listed`.

    As an array, PostgreSQL looks each key up; as a subquery it might read the table.
    """
    array = "ARRAY(SELECT json_array_elements_text(CAST(:keys AS json)))"
    return sql(
        f"{text} AND {column} IN (SELECT value FROM json_each(:keys)) {tail}",
        postgresql=f"{text} AND {column} = ANY({array}) {tail}",
    )


def listed(keys: Sequence[str]) -> str:
    """Keys as the one parameter of `among`."""
    return json.dumps(list(keys))


def _within(
    reader: Reader,
    stmt: Sql,
    at: tuple[int, int],
    ring_m: int,
    limit: int,
    params: Mapping[str, Any],
) -> list[Near]:
    lat, lon = at
    phi = math.radians(lat / 1e6)
    rows = reader.all(
        stmt,
        lat=lat,
        lon=lon,
        cos2=math.cos(phi) ** 2,
        slope=math.sin(2 * phi) / 2 * math.radians(1e-6),
        limit=limit + _SPARE if _is_flat(lat, lon, ring_m) else _ALL,
        ranges=json.dumps(cover(lat, lon, ring_m)),
        **params,
    )
    measured = [Near(distance_m(lat, lon, at_lat, at_lon), key) for key, at_lat, at_lon in rows]
    near = [one for one in measured if one.distance_m <= ring_m]
    return sorted(near, key=lambda one: (one.distance_m, one.key))


def _is_flat(lat: int, lon: int, ring_m: int) -> bool:
    return ring_m <= _FLAT_M and abs(lat) < _FLAT_LAT and abs(lon) < _FLAT_LON
