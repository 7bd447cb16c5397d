"""The promises of the store, on every engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from weiyin.base.errors import Conflict
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx

PUT = sql(
    "INSERT INTO idempotency (scope, key, question, answer, at_us)"
    " VALUES (:scope, :key, :question, :answer, :at_us)"
)
COUNT = sql("SELECT count(*), sum(at_us) FROM idempotency WHERE scope=:scope")


def put(tx: Tx, key: str, at_us: int = 1) -> int:
    return tx.run(PUT, scope="s", key=key, question=b"q", answer=b"a", at_us=at_us)


def count(store: Store) -> tuple[object, ...] | None:
    return store.read(lambda r: r.one(COUNT, scope="s"))


def test_a_unit_is_there_when_run_returns(store: Store) -> None:
    assert store.run(lambda tx: put(tx, "a", 5)) == 1
    assert count(store) == (1, 5)


def test_an_error_takes_back_its_own_unit_only(store: Store) -> None:
    def half(tx: Tx) -> None:
        put(tx, "half")
        raise ValueError("on purpose")

    def twin(tx: Tx) -> None:
        put(tx, "half")
        put(tx, "kept 3")

    futures = [store.submit(work) for work in [lambda tx: put(tx, "kept 1"), half] * 1]
    futures.append(store.submit(lambda tx: put(tx, "kept 2")))
    futures.append(store.submit(twin))
    assert futures[0].result() == 1
    with pytest.raises(ValueError, match="on purpose"):
        futures[1].result()
    assert futures[2].result() == 1
    assert futures[3].result() is None
    with pytest.raises(Conflict):
        store.run(twin)
    assert count(store) == (4, 4)


def test_256_callers_lose_nothing(store: Store) -> None:
    def call(n: int) -> int:
        return store.run(lambda tx: put(tx, str(n)))

    with ThreadPoolExecutor(256) as pool:
        assert sum(pool.map(call, range(2_000))) == 2_000
    assert count(store) == (2_000, 2_000)
