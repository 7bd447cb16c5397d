"""The ten nearest within five kilometres, filtered: 100,000 places and 1,000,000 merchants.

Ours is the whole query as a function asks it, through the store: `places.search.nearby` by kind,
and the offers' query by category, card, time and stock. Every answer is compared with brute force
over all points. Beside it, on the same points: SQLite's own R*Tree, searched by the same widening
circles with the same filter, and SciPy's cKDTree in memory, unfiltered, for scale.
"""

from __future__ import annotations

import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import numpy as np

from weiyin.attack.runner import project_root
from weiyin.base.ask import Point
from weiyin.base.errors import Broken
from weiyin.bench.town import (
    BOOK,
    CATEGORIES,
    KINDS,
    MERCHANTS,
    OFFERS,
    PLACES,
    Spot,
    askers,
    fill,
    spots,
)
from weiyin.places.distance import EARTH_M, distance_m, reach_udeg
from weiyin.places.nearest import FIRST_RING_M, nearest
from weiyin.places.offers.offer import NEAR_OF_CATEGORY
from weiyin.places.place import PlaceKind
from weiyin.places.search import nearby
from weiyin.storage.embedded import embedded_postgres
from weiyin.storage.migrate import migrate
from weiyin.storage.store import Store, open_store

K, RADIUS_M = 10, 5_000
QUERIES = 1_000
COMPARED = 200
"""So many of them also by brute force, which takes some milliseconds each."""
AIM_MS = {"sqlite": 0.3, "postgresql": 1.0}

Ask = Callable[[int, int], list[str]]
Times = list[float]


def bench_nearby() -> dict[str, Any]:
    """{name, ours, peers, ratios, aim}: median and 99th percentile in milliseconds."""
    places = spots(PLACES, "P", KINDS, 1)
    merchants = spots(MERCHANTS, "M", CATEGORIES, 2)
    where = askers(QUERIES, 3)
    seen: dict[str, Times] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="weiyin-bench-")))
        server = stack.enter_context(embedded_postgres())
        for engine, url in (("sqlite", f"sqlite:///{folder}/bench.db"), ("postgresql", server)):
            migrate(url)
            fill(url, places, merchants)
            with closing(open_store(url)) as store:
                seen[f"{engine}, places by kind"] = _measure(_places(store), where)
                seen[f"{engine}, offers by category"] = _measure(_offers(store), where)
                _compare(_places(store), _Brute(places, KINDS[0]), where)
                _compare(_offers(store), _Brute(_offered(merchants), CATEGORIES[0]), where)
        with closing(_rtree(places)) as tree:
            seen["R*Tree of SQLite, places by kind"] = _measure(_by_rtree(tree), where)
            _compare(_by_rtree(tree), _Brute(places, KINDS[0]), where)
        tree_us = _kd_tree(folder, merchants, where)
    return _report(seen, tree_us)


def _places(store: Store) -> Ask:
    def ask(lat: int, lon: int) -> list[str]:
        point = Point(lat / 1e6, lon / 1e6)
        found = store.read(
            lambda r: nearby(r, BOOK, point, PlaceKind.BRANCH, limit=K, radius_m=RADIUS_M)
        )
        return [one.place.place_id for one in found]

    return ask


def _offers(store: Store) -> Ask:
    params = {"book": BOOK, "category": CATEGORIES[0], "card0": "debit", "card1": "", "now_us": 1}

    def ask(lat: int, lon: int) -> list[str]:
        found = store.read(
            lambda r: nearest(
                r, NEAR_OF_CATEGORY, (lat, lon), limit=K, radius_m=RADIUS_M, params=params
            )
        )
        return [one.key.removeprefix("F") for one in found]

    return ask


def _rtree(places: Sequence[Spot]) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE tree USING rtree_i32(id, lat0, lat1, lon0, lon1, +key, +kind)"
    )
    rows = ((n, p.lat, p.lat, p.lon, p.lon, p.key, p.label) for n, p in enumerate(places))
    database.executemany("INSERT INTO tree VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return database


def _by_rtree(database: sqlite3.Connection) -> Ask:
    """The same circles, each as a box of the tree."""
    query = (
        "SELECT key, lat0, lon0 FROM tree WHERE lat0 BETWEEN ? AND ? AND lon0 BETWEEN ? AND ?"
        " AND kind = 'branch'"
    )

    def ask(lat: int, lon: int) -> list[str]:
        ring, found = FIRST_RING_M, list[tuple[float, str]]()
        while True:
            reach = reach_udeg(lat, ring)
            assert reach is not None
            box = (lat - reach[0], lat + reach[0], lon - reach[1], lon + reach[1])
            rows = database.execute(query, box)
            found = [(distance_m(lat, lon, a, o), key) for key, a, o in rows]
            found = sorted(one for one in found if one[0] <= ring)
            if len(found) >= K or ring >= RADIUS_M:
                return [key for _, key in found[:K]]
            ring = min(3 * ring, RADIUS_M)

    return ask


class _Brute:
    """Every point of one label, measured from everywhere."""

    def __init__(self, found: Sequence[Spot], label: str) -> None:
        self._kept = [one for one in found if one.label == label]
        self._phi = np.radians(np.array([one.lat for one in self._kept]) / 1e6)
        self._lam = np.radians(np.array([one.lon for one in self._kept]) / 1e6)

    def __call__(self, lat: int, lon: int) -> list[str]:
        phi, lam = np.radians(lat / 1e6), np.radians(lon / 1e6)
        h = np.sin((self._phi - phi) / 2) ** 2
        h += np.cos(phi) * np.cos(self._phi) * np.sin((self._lam - lam) / 2) ** 2
        metres = 2 * EARTH_M * np.arcsin(np.sqrt(h))
        near = np.flatnonzero(metres <= RADIUS_M)
        order = sorted(near, key=lambda n: (metres[n], self._kept[n].key))
        return [self._kept[n].key for n in order[:K]]


def _offered(merchants: Sequence[Spot]) -> Sequence[Spot]:
    return merchants[:: MERCHANTS // OFFERS]


def _measure(ask: Ask, where: Sequence[tuple[int, int]]) -> Times:
    """Milliseconds of each query; the first hundred only warm up."""
    for lat, lon in where[:100]:
        ask(lat, lon)
    times = []
    for lat, lon in where:
        began = time.perf_counter()
        ask(lat, lon)
        times.append((time.perf_counter() - began) * 1000)
    return times


def _compare(ask: Ask, brute: Ask, where: Sequence[tuple[int, int]]) -> None:
    for lat, lon in where[:COMPARED]:
        if ask(lat, lon) != brute(lat, lon):
            raise Broken(f"not what brute force finds at {lat}, {lon}")


_KD = """
import sys, time, numpy as np
from scipy.spatial import cKDTree
points, where = np.load(sys.argv[1]), np.load(sys.argv[2])
tree = cKDTree(points)
times = []
for one in where:
    began = time.perf_counter()
    tree.query(one, k=10, distance_upper_bound=5000 / 6371008.8)
    times.append((time.perf_counter() - began) * 1000)
print(sorted(times)[len(times) // 2])
"""


def _kd_tree(folder: Path, points: Sequence[Spot], where: Sequence[tuple[int, int]]) -> float:
    """The median of SciPy's tree over all points, in milliseconds; it is another install's."""
    python = project_root() / ".oracles" / "main" / "bin" / "python"
    np.save(folder / "points.npy", _on_sphere([(one.lat, one.lon) for one in points]))
    np.save(folder / "where.npy", _on_sphere(where))
    run = subprocess.run(  # noqa: S603 - our own oracle
        [python, "-c", _KD, folder / "points.npy", folder / "where.npy"],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(run.stdout)


def _on_sphere(at: Sequence[tuple[int, int]]) -> Any:
    """Unit vectors: a chord is as near as an arc."""
    phi, lam = np.radians(np.array(at).T / 1e6)
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)


def _report(seen: dict[str, Times], tree_ms: float) -> dict[str, Any]:
    medians = {name: round(statistics.median(times), 3) for name, times in seen.items()}
    p99 = {name: round(sorted(times)[len(times) * 99 // 100], 3) for name, times in seen.items()}
    told = {name: {"median_ms": medians[name], "p99_ms": p99[name]} for name in seen}
    ours = {name: one for name, one in told.items() if not name.startswith("R*Tree")}
    peers = {name: one for name, one in told.items() if name not in ours}
    return {
        "name": "nearby",
        "unit": f"ms for the {K} nearest within {RADIUS_M} m; {COMPARED} equal to brute force",
        "ours": ours,
        "peers": {**peers, "SciPy cKDTree in memory, unfiltered": {"median_ms": tree_ms}},
        "ratios": medians,
        "aim": {name: AIM_MS[name.partition(",")[0]] for name in ours},
    }
