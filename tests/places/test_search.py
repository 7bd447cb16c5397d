"""Finding is compared with looking at every place there is."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checks import Sabotage
from tests.places.made import place
from weiyin.base.ask import Point
from weiyin.base.errors import BadInput, NotFound
from weiyin.places import search
from weiyin.places.distance import distance_m
from weiyin.places.place import Found, PlaceKind, udeg
from weiyin.places.register import put_places, remove_place

SABOTAGE = {
    "N01": Sabotage(
        "src/weiyin/places/search.py",
        'return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")',
        "return word",
    ),
}

KINDS = tuple(PlaceKind)
TOWN = [
    place(
        n,
        30_274_100 + (n * 7919 % 1999 - 1000) * (20 if n % 5 else 400),
        120_155_100 + (n * 104_729 % 2003 - 1000) * (20 if n % 7 else 600),
        KINDS[n % 3],
    )
    for n in range(400)
]
WORLD = [
    place(
        1000 + n,
        n * 7_654_321 % 180_000_001 - 90_000_000,
        n * 98_765_431 % 360_000_001 - 180_000_000,
    )
    for n in range(100)
]


@pytest.fixture
def full(store):
    store.run(lambda tx: put_places(tx, "demo", TOWN + WORLD))
    store.run(lambda tx: put_places(tx, "other", [place(1, 30_274_100, 120_155_100)]))
    return store


def brute(point: Point, kind: PlaceKind | None, limit: int, radius_m: int) -> list[tuple[int, str]]:
    here = udeg(point.latitude), udeg(point.longitude)
    near = sorted(
        (distance, p.place_id)
        for p in TOWN + WORLD
        if kind in {None, p.kind}
        if (distance := distance_m(*here, p.lat_udeg, p.lon_udeg)) <= radius_m
    )
    return [(round(distance), place_id) for distance, place_id in near[:limit]]


IN_TOWN = st.builds(Point, st.floats(30.1, 30.5), st.floats(119.9, 120.4))
ANYWHERE = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    point=st.one_of(IN_TOWN, IN_TOWN, ANYWHERE),
    kind=st.sampled_from([None, *KINDS]),
    limit=st.integers(1, 30),
    radius_m=st.sampled_from(
        [1, 300, 499, 500, 1200, 5000, 20_000, 300_000, 12_000_000, 21_000_000]
    ),
)
def test_nearby_finds_what_brute_force_finds(full, point, kind, limit, radius_m) -> None:
    found = full.read(
        lambda reader: search.nearby(reader, "demo", point, kind, limit=limit, radius_m=radius_m)
    )
    assert [(f.distance_m, f.place.place_id) for f in found] == brute(point, kind, limit, radius_m)


def test_nearby_walks_the_index(migrated_sqlite) -> None:
    asked = {"book": "demo", "kind": "atm", "service": "", "limit": 9, "ranges": "[]"}
    asked |= dict.fromkeys(("lat", "lon", "cos2", "slope"), 0)
    wanted = {
        search._NEAR: "places_by_cell (book=?",
        search._NEAR_OF_KIND: "places_by_kind (book=? AND kind=?",
    }
    with closing(sqlite3.connect(migrated_sqlite)) as database:
        for statement, index in wanted.items():
            plan = database.execute(f"EXPLAIN QUERY PLAN {statement.text}", asked)
            used = [row[3] for row in plan if row[3].startswith("SEARCH")]
            assert len(used) == 1
            assert f"{index} AND cell>? AND cell<?)" in used[0]


def test_a_place_comes_back_as_it_was_put(full) -> None:
    for wanted in (TOWN[0], TOWN[1], WORLD[99]):
        assert full.read(lambda r, w=wanted: search.get(r, "demo", w.place_id)) == wanted


def test_putting_again_replaces_and_removing_forgets(full) -> None:
    moved = place(5, 31_000_000, 121_000_000, name="迁址后的支行")
    full.run(lambda tx: put_places(tx, "demo", [moved]))
    assert full.read(lambda r: search.get(r, "demo", "P00005")) == moved
    assert [f.place.name for f in full.read(lambda r: search.nearby(r, "demo", moved.point))] == [
        "迁址后的支行"
    ]
    assert full.run(lambda tx: remove_place(tx, "demo", "P00005"))
    assert not full.run(lambda tx: remove_place(tx, "demo", "P00005"))
    with pytest.raises(NotFound):
        full.read(lambda r: search.get(r, "demo", "P00005"))


def test_off_the_globe_is_refused(store) -> None:
    with pytest.raises(BadInput):
        store.run(lambda tx: put_places(tx, "demo", [place(1, 91_000_000, 0)]))


def test_by_city_and_by_words(store) -> None:
    store.run(
        lambda tx: put_places(
            tx,
            "demo",
            [
                place(1, 0, 0, name="示范银行杭州文三支行"),
                place(
                    2,
                    0,
                    0,
                    city="北京",
                    district="朝阳区",
                    name="示范银行国贸支行",
                    address="建国路1%号",
                ),
                place(3, 0, 0, PlaceKind.ATM, city="北京", name="国贸地铁站ATM"),
            ],
        )
    )

    def ids(places) -> list[str]:
        return [p.place_id for p in places]

    look = store.read
    assert ids(look(lambda r: search.by_city(r, "demo", "北京市"))) == ["P00002", "P00003"]
    assert ids(look(lambda r: search.by_city(r, "demo", "北京", kind=PlaceKind.ATM))) == ["P00003"]
    assert ids(look(lambda r: search.by_city(r, "demo", "北京", limit=1))) == ["P00002"]
    assert ids(look(lambda r: search.by_words(r, "demo", "国贸 atm"))) == ["P00003"]
    assert ids(look(lambda r: search.by_words(r, "demo", "文三支行"))) == ["P00001"]
    assert look(lambda r: search.by_words(r, "demo", "  ")) == []


@pytest.mark.parametrize("words", ["%", "_", "1%号", "'; DROP TABLE places; --", "!", "!%"])
def test_n01_words_are_words_and_not_patterns(store, words: str) -> None:
    store.run(lambda tx: put_places(tx, "demo", [place(1, 0, 0, address="甲")]))
    assert store.read(lambda r: search.by_words(r, "demo", words)) == []
    store.run(lambda tx: put_places(tx, "demo", [place(1, 0, 0, address=f"乙{words}丙")]))
    assert len(store.read(lambda r: search.by_words(r, "demo", words.split(maxsplit=1)[0]))) == 1


@pytest.mark.parametrize(
    ("metres", "words"),
    [(3, "10米"), (357, "350米"), (999, "990米"), (1000, "1.0公里"), (12_345, "12.3公里")],
)
def test_distance_in_words(metres: int, words: str) -> None:
    assert Found(TOWN[0], metres).distance_words == words
