"""The same courier over a cluster of three, whose leader dies in the middle of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.outreach.cluster import cluster
from weiyin.base.clock import SystemClock
from weiyin.base.errors import TryLater
from weiyin.base.sender import Fate, Never, Sent
from weiyin.outreach.delivery.courier import Courier, Handler
from weiyin.outreach.delivery.jetstream import STREAM, JetStreamQueue
from weiyin.outreach.delivery.queue import OutboxQueue
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane, Parcel
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, open_store

COUNT = 600
_STATES = sql("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state")


def _put(store: Store, clock: SystemClock, topic: str, keys: Sequence[str], lane: Lane) -> None:
    parcels = [(key, {"n": key}) for key in keys]
    due = clock.now()
    store.run(
        lambda tx: outbox.put_many(tx, oa="main", topic=topic, parcels=parcels, due=due, lane=lane)
    )


def _until(courier: Courier, is_over: Callable[[], bool]) -> None:
    """Step on through the moments without a leader, for a minute at most."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            courier.step()
        except TryLater:
            time.sleep(0.05)
        if is_over():
            return
    raise AssertionError("it did not end")


def test_none_is_lost_when_the_leader_dies(sqlite_url: str, tmp_path: Path) -> None:
    store, clock = open_store(sqlite_url), SystemClock()
    heard: Counter[str] = Counter()

    def tell(parcels: Sequence[Parcel]) -> list[Fate]:
        heard.update(parcel.key for parcel in parcels)
        return [Sent("1") for _ in parcels]

    keys = [f"k{number}" for number in range(COUNT)]
    _put(store, clock, "notice", keys, Lane.MONEY)
    _put(store, clock, "poison", ["bad"], Lane.MARKETING)
    _put(store, clock, "topup", ["here"], Lane.MONEY)
    source = OutboxQueue(store, clock, ("notice", "poison"), "relay")
    here = OutboxQueue(store, clock, ("topup",), "here")
    with cluster(tmp_path) as servers:
        queue = JetStreamQueue(source, here, servers.servers)
        handlers: dict[str, Handler] = {
            "notice": tell,
            "poison": lambda some: [Never("template") for _ in some],
            "topup": lambda some: [Sent("") for _ in some],
        }
        courier = Courier(store, clock, handlers, queue=queue)
        try:
            _until(courier, lambda: len(heard) > COUNT // 4)
            servers.kill(servers.leader_of(STREAM))
            _until(courier, lambda: len(heard) == COUNT and _parked(store) == 1)
        finally:
            queue.close()
    assert set(heard) == set(keys)
    assert max(heard.values()) <= 2
    assert store.read(lambda r: r.all(_STATES)) == [("done", COUNT + 1), ("parked", 1)]
    store.close()


def _parked(store: Store) -> int:
    return dict(store.read(lambda r: r.all(_STATES))).get("parked", 0)
