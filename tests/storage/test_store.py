"""What the store promises, on each engine."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.storage.rows import KEYS, add, get, keys, put, total
from weiyin.base.errors import Broken, Conflict, Misconfigured, NotAllowed, TryLater
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx, open_store

REFUSAL = NotAllowed("funds", "余额不足")


def together(store: Store, *works: Callable[[Tx], object]) -> list[Future[object]]:
    """Submit `works` while the writer is held, so that they fall into one group."""
    begun, go = threading.Event(), threading.Event()

    def hold(_: Tx) -> None:
        begun.set()
        go.wait(10)

    held = store.submit(hold)
    begun.wait(10)
    futures = [store.submit(work) for work in works]
    go.set()
    held.result()
    return futures


def test_a_unit_is_there_when_run_returns(store: Store) -> None:
    assert store.run(lambda tx: put(tx, "a", 5)) == 1
    assert total(store) == (1, 5)


def test_a_unit_sees_what_it_wrote_and_gives_its_value(store: Store) -> None:
    def work(tx: Tx) -> int:
        put(tx, "a", 5)
        add(tx, "a", 2)
        return get(tx, "a")

    assert store.run(work) == 7


def test_an_error_takes_back_its_own_unit_only(store: Store) -> None:
    def late(tx: Tx) -> None:
        put(tx, "half")
        raise REFUSAL

    def early(tx: Tx) -> None:
        assert get(tx, "1") == 1
        raise REFUSAL

    ones = [lambda tx, n=n: put(tx, str(n)) for n in range(1, 6)]
    futures = together(store, ones[0], early, ones[1], late, ones[2], late, early, ones[3])
    told = [type(future.exception()) for future in futures]
    refused = NotAllowed
    nothing = type(None)
    assert told == [nothing, refused, nothing, refused, nothing, refused, refused, nothing]
    assert keys(store) == ["1", "2", "3", "4"]


def test_a_taken_key_is_a_conflict_and_spoils_nobody_else(store: Store) -> None:
    futures = together(store, *[lambda tx: put(tx, "same")] * 3, lambda tx: put(tx, "other"))
    assert [type(f.exception()) for f in futures] == [type(None), Conflict, Conflict, type(None)]
    assert keys(store) == ["other", "same"]


def test_an_error_that_a_unit_swallows_still_loses_it(store: Store) -> None:
    def swallow(tx: Tx) -> None:
        put(tx, "a")
        try:
            put(tx, "a")
        except Conflict:
            return

    with pytest.raises(Conflict):
        store.run(swallow)
    assert keys(store) == []


def test_a_wrong_statement_is_broken_and_the_writer_lives(store: Store) -> None:
    with pytest.raises(Broken):
        store.run(lambda tx: tx.run(sql("INSERT INTO nowhere VALUES (1)")))
    with pytest.raises(Broken):
        store.read(lambda r: r.one(sql("SELECT nothing FROM inbox")))
    with pytest.raises(Broken):
        put_null = sql("INSERT INTO inbox (oa, key, claimed_us, at_us) VALUES ('a', 'b', NULL, 1)")
        store.run(lambda tx: tx.run(put_null))
    assert store.run(lambda tx: put(tx, "a")) == 1


def test_256_callers_lose_no_update(store: Store) -> None:
    store.run(lambda tx: put(tx, "sum", 0))

    def call(n: int) -> None:
        store.run(lambda tx: add(tx, "sum", n))

    with ThreadPoolExecutor(256) as pool:
        list(pool.map(call, range(1_000)))
    assert total(store) == (1, sum(range(1_000)))


def test_many_counts_its_rows(store: Store) -> None:
    rows = [{"key": str(n), "number": n} for n in range(10)]
    stmt = sql(
        "INSERT INTO idempotency (scope, key, question, answer, at_us)"
        " VALUES ('t', :key, '', '', :number)"
    )
    assert store.run(lambda tx: tx.many(stmt, rows)) == 10
    assert store.run(lambda tx: tx.run(sql("DELETE FROM idempotency WHERE at_us<3"))) == 3
    assert total(store) == (7, 42)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("SELECT CAST(:v AS BIGINT)", 2**63 - 1),
        ("SELECT CAST(:v AS BIGINT)", -1),
        ("SELECT CAST(:v AS TEXT)", "余额 100% ':x' \U0001f4b0"),
        ("SELECT CAST(:v AS TEXT)", None),
        ("SELECT :v", ""),
    ],
)
def test_values_come_back_as_they_went(store: Store, question: str, answer: object) -> None:
    assert store.read(lambda r: r.one(sql(question), v=answer)) == (answer,)


def test_sums_and_truths_are_whole_numbers(store: Store) -> None:
    store.run(lambda tx: put(tx, "a", 2**62))
    store.run(lambda tx: put(tx, "b", True))
    summed = store.read(lambda r: r.one(sql("SELECT sum(at_us), max(answer) FROM idempotency")))
    assert summed == (2**62 + 1, b"a")
    assert type(summed[0]) is int
    assert type(summed[1]) is bytes


def test_a_reader_has_one_snapshot_and_holds_nobody_up(store: Store) -> None:
    def look(reader: Tx) -> tuple[int, int]:
        before = len(reader.all(KEYS))
        store.run(lambda tx: put(tx, "later"))
        return before, len(reader.all(KEYS))

    assert store.read(look) == (0, 0)
    assert keys(store) == ["later"]


def test_a_reader_cannot_write(store: Store) -> None:
    delete = sql("DELETE FROM inbox RETURNING key")
    with pytest.raises((TryLater, Broken)):
        store.read(lambda r: r.all(delete))


def test_a_unit_that_waits_for_a_unit_is_told(store: Store) -> None:
    with pytest.raises(Broken, match="may not wait"):
        store.run(lambda _: store.run(lambda tx: put(tx, "a")))


def test_arun_serves_many_tasks(store: Store) -> None:
    async def all_of_them() -> list[int]:
        return await asyncio.gather(
            *(store.arun(lambda tx, n=n: put(tx, f"{n:03}", n)) for n in range(300))
        )

    assert asyncio.run(all_of_them()) == [1] * 300
    assert total(store) == (300, sum(range(300)))


def test_arun_raises_and_bears_being_given_up(store: Store) -> None:
    async def scene() -> None:
        with pytest.raises(Conflict):
            await asyncio.gather(*(store.arun(lambda tx: put(tx, "same")) for _ in range(2)))
        given_up = store.arun(lambda tx: put(tx, "given up"))
        given_up.cancel()
        assert await store.arun(lambda tx: put(tx, "next")) == 1

    asyncio.run(scene())
    assert keys(store) == ["given up", "next", "same"]


def test_a_closed_store_finishes_and_then_refuses(store_url: str) -> None:
    store = open_store(store_url)
    futures = [store.submit(lambda tx, n=n: put(tx, f"{n:02}")) for n in range(50)]
    store.close()
    assert [future.result(timeout=0) for future in futures] == [1] * 50

    async def arun(work: Callable[[Tx], int]) -> int:
        return await store.arun(work)

    for refused in (store.run, store.submit, lambda work: asyncio.run(arun(work))):
        with pytest.raises(TryLater):
            refused(lambda tx: put(tx, "late"))
    with pytest.raises(TryLater):
        store.read(lambda r: r.all(KEYS))


def test_too_many_waiting_units_are_refused_at_once(store: Store) -> None:
    begun, go = threading.Event(), threading.Event()

    def hold(_: Tx) -> None:
        begun.set()
        go.wait(30)

    held = store.submit(hold)
    begun.wait(10)
    waiting: list[Future[int]] = []
    with pytest.raises(TryLater, match="busy"):
        waiting.extend(store.submit(lambda _: 1) for _ in range(10_000))
    go.set()
    held.result()
    assert store.run(lambda tx: put(tx, "a")) == 1


@pytest.mark.parametrize("url", ["", "mysql://x", "sqlite:relative.db", "sqlite:///"])
def test_an_unknown_address_names_the_setting(url: str) -> None:
    with pytest.raises(Misconfigured, match="database_url"):
        open_store(url)
