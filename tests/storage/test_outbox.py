"""What leaves the house: once queued, leased by one, never lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weiyin.base.clock import ManualClock
from weiyin.base.errors import NotAllowed
from weiyin.storage import outbox
from weiyin.storage.outbox import Parcel
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx, open_store

SECOND = timedelta(seconds=1)
_numbers = itertools.count()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


def post(store: Store, key: str, due: datetime, topic: str = "sms", lane: int = 1) -> bool:
    return store.run(
        lambda tx: outbox.put(
            tx, oa="main", topic=topic, key=key, payload={"for": key}, due=due, lane=lane
        )
    )


def lease(
    store: Store, now: datetime, *topics: str, worker: str = "w1", limit: int = 10
) -> list[Parcel]:
    return store.run(lambda tx: outbox.lease(tx, topics or ("sms",), worker, now, 30, limit))


def keys(parcels: list[Parcel]) -> list[str]:
    return [parcel.key for parcel in parcels]


def test_a_parcel_goes_out_with_what_was_put_in(store: Store, clock: ManualClock) -> None:
    now = clock.now()
    payload = {"金额": 50000, "list": [1, None, True], "nested": {"a": "“b”"}}
    store.run(
        lambda tx: outbox.put(
            tx,
            oa="main",
            topic="sms",
            key="k",
            payload=payload,
            due=now,
            sealed=b"\x01\x02",
        )
    )
    [parcel] = lease(store, clock.now())
    assert parcel.payload == payload
    assert (parcel.oa, parcel.topic, parcel.key) == ("main", "sms", "k")
    assert (parcel.sealed, parcel.attempts, parcel.worker) == (b"\x01\x02", 1, "w1")


def test_a_key_is_queued_once_even_after_delivery(store: Store, clock: ManualClock) -> None:
    assert post(store, "k", clock.now())
    assert not post(store, "k", clock.now())
    assert post(store, "k", clock.now(), topic="notice")
    [parcel] = lease(store, clock.now())
    assert store.run(lambda tx: outbox.done(tx, parcel, clock.now()))
    assert not post(store, "k", clock.now())
    assert lease(store, clock.now()) == []


def test_a_deed_undone_posts_nothing(store: Store, clock: ManualClock) -> None:
    def deed(tx: Tx) -> None:
        outbox.put(tx, oa="main", topic="sms", key="k", payload={}, due=clock.now())
        raise NotAllowed("funds", "余额不足")

    with pytest.raises(NotAllowed):
        store.run(deed)
    assert lease(store, clock.now()) == []


def test_lanes_go_first_then_age_and_only_what_is_due(store: Store, clock: ManualClock) -> None:
    now = clock.now()
    for key, age, lane in [("bulk", 9, 2), ("new", 1, 1), ("old", 5, 1), ("code", 0, 0)]:
        post(store, key, now - age * SECOND, lane=lane)
    post(store, "tomorrow", now + timedelta(days=1), lane=0)
    post(store, "elsewhere", now, topic="notice")
    assert keys(lease(store, now, limit=2)) == ["code", "old"]
    assert keys(lease(store, now, limit=9)) == ["new", "bulk"]
    assert keys(lease(store, now, "notice", "sms")) == ["elsewhere"]
    far = now + timedelta(days=2)
    assert set(keys(lease(store, far))) == {"tomorrow", "code", "old", "new", "bulk"}


@pytest.mark.parametrize("second_worker", ["lives", "stalls"])
def test_a_lease_that_runs_out_goes_to_the_next(
    store: Store, clock: ManualClock, second_worker: str
) -> None:
    post(store, "k", clock.now())
    [first] = lease(store, clock.now(), worker="stalls")
    assert lease(store, clock.now()) == []
    clock.advance(30 * SECOND)
    [second] = lease(store, clock.now(), worker=second_worker)
    assert second.attempts == 2
    assert not store.run(lambda tx: outbox.done(tx, first, clock.now()))
    assert not store.run(lambda tx: outbox.later(tx, first, clock.now(), "late"))
    assert store.run(lambda tx: outbox.done(tx, second, clock.now()))


def test_later_waits_and_counts_and_park_ends(store: Store, clock: ManualClock) -> None:
    post(store, "k", clock.now())
    for attempt in (1, 2, 3):
        [parcel] = lease(store, clock.now())
        assert parcel.attempts == attempt
        when = clock.now() + 60 * SECOND
        assert store.run(lambda tx, p=parcel, w=when: outbox.later(tx, p, w, "45009"))
        assert lease(store, clock.now() + 59 * SECOND) == []
        clock.advance(60 * SECOND)
    [parcel] = lease(store, clock.now())
    assert store.run(lambda tx: outbox.park(tx, parcel, "poison", clock.now()))
    assert lease(store, clock.now() + timedelta(days=9)) == []
    assert store.read(outbox.backlog) == []


def test_the_backlog_tells_the_oldest(store: Store, clock: ManualClock) -> None:
    post(store, "a", clock.now() - 5 * SECOND)
    post(store, "b", clock.now() - 9 * SECOND)
    [line] = store.read(outbox.backlog)
    assert (line.topic, line.count, line.oldest_due) == ("sms", 2, clock.now() - 9 * SECOND)


def test_a_sealed_payload_is_wiped_when_closed(
    store: Store, clock: ManualClock, sealer: Sealer
) -> None:
    place = {"table": "outbox", "column": "sealed", "row": outbox.sealed_row("main", "sms", "k")}
    blob = sealer.seal("验证码 135791", **place)
    store.run(
        lambda tx: outbox.put(
            tx, oa="main", topic="sms", key="k", payload={}, due=clock.now(), sealed=blob
        )
    )
    [parcel] = lease(store, clock.now())
    assert parcel.sealed is not None
    assert sealer.open(parcel.sealed, **place) == "验证码 135791"
    store.run(lambda tx: outbox.done(tx, parcel, clock.now()))
    assert store.read(lambda r: r.all(sql("SELECT sealed FROM outbox"))) == [(None,)]


def test_closed_parcels_are_forgotten_by_age(store: Store, clock: ManualClock) -> None:
    for key in ("done", "open"):
        post(store, key, clock.now() - SECOND if key == "done" else clock.now())
    [parcel] = lease(store, clock.now(), limit=1)
    store.run(lambda tx: outbox.done(tx, parcel, clock.now()))
    assert store.run(lambda tx: outbox.forget_before(tx, clock.now())) == 0
    assert store.run(lambda tx: outbox.forget_before(tx, clock.now() + SECOND)) == 1
    assert keys(lease(store, clock.now())) == ["open"]


def test_eight_workers_share_without_overlap(store: Store, clock: ManualClock) -> None:
    def fill(tx: Tx) -> None:
        for n in range(200):
            outbox.put(tx, oa="main", topic="sms", key=str(n), payload={}, due=clock.now())

    store.run(fill)

    def work(worker: int) -> list[str]:
        got: list[str] = []
        while parcels := lease(store, clock.now(), worker=f"w{worker}", limit=7):
            got += keys(parcels)
        return got

    with ThreadPoolExecutor(8) as pool:
        got = list(chain.from_iterable(pool.map(work, range(8))))
    assert sorted(got, key=int) == [str(n) for n in range(200)]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(["lease", "done", "later", "wait", "park", "twin"]), max_size=25))
def test_a_parcel_is_delivered_by_one_lease_whatever_happens(
    sqlite_store: Store, steps: list[str]
) -> None:
    """Any order of steps of two workers: at most one close succeeds, and its lease was current."""
    store, now, key = sqlite_store, datetime(2026, 7, 20, tzinfo=UTC), str(next(_numbers))
    post(store, key, now, topic=key)
    held: list[Parcel] = []
    closed = 0
    for step in steps:
        if step == "wait":
            now += 31 * SECOND
        elif step in ("lease", "twin"):
            held += lease(store, now, key, worker=step)
        elif held:
            parcel = held[0] if step == "park" else held[-1]
            done = {"done": outbox.done, "park": lambda t, p, a: outbox.park(t, p, "", a)}.get(step)
            if done is None:
                store.run(lambda tx, p=parcel, n=now: outbox.later(tx, p, n + SECOND, "again"))
            elif store.run(lambda tx, p=parcel, n=now, d=done: d(tx, p, n)):
                closed += 1
                assert parcel is held[-1]
    assert closed <= 1
    [state] = store.read(lambda r: r.all(sql("SELECT state FROM outbox WHERE key=:k"), k=key))
    assert (state != ("open",)) == (closed == 1)
