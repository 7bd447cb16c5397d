"""Where statements never wait, an event loop runs the units that it awaits; what it may not do."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import pytest

from tests.storage.rows import keys, put, total
from weiyin.base.errors import Broken, Conflict, TryLater
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx, open_store, sqlite_path

COUNT = sql("SELECT count(*) FROM idempotency")


@pytest.fixture
def file_store(sqlite_url: str) -> Iterator[Store]:
    store = open_store(sqlite_url)
    yield store
    store.close()


def where(_: Tx) -> int:
    return threading.get_ident()


@contextmanager
def writer_held(store: Store) -> Iterator[None]:
    """The writer's thread is busy with a unit while the block lasts."""
    begun, go = threading.Event(), threading.Event()

    def hold(_: Tx) -> None:
        begun.set()
        go.wait(10)

    held = store.submit(hold)
    begun.wait(10)
    try:
        yield
    finally:
        go.set()
        held.result()


def test_a_loop_runs_what_it_awaits_and_a_thread_what_others_wait_for(file_store: Store) -> None:
    async def scene() -> int:
        return await file_store.arun(where)

    assert asyncio.run(scene()) == threading.get_ident()
    assert file_store.run(where) != threading.get_ident()


def test_it_is_durable_before_it_is_told(file_store: Store) -> None:
    async def scene() -> tuple[object, ...] | None:
        await file_store.arun(lambda tx: put(tx, "a"))
        return file_store.read(lambda reader: reader.one(COUNT))

    assert asyncio.run(scene()) == (1,)


def test_units_of_both_kinds_share_their_fate_with_nobody(store: Store) -> None:
    async def scene() -> list[object]:
        units: list[asyncio.Future[int]] = []
        blocking: list[Future[int]] = []
        for n in range(200):
            key = f"{n - n % 2:03}"  # each second one finds its key taken
            (units if n % 3 else blocking).append(
                (store.arun if n % 3 else store.submit)(lambda tx, key=key: put(tx, key))  # type: ignore[arg-type, misc]
            )
        wrapped = [asyncio.wrap_future(future) for future in blocking]
        return await asyncio.gather(*units, *wrapped, return_exceptions=True)

    told = asyncio.run(scene())
    assert sorted(type(one).__name__ for one in told) == ["Conflict"] * 100 + ["int"] * 100
    assert total(store)[0] == 100


def test_a_unit_that_waits_for_a_unit_is_told_on_a_loop_too(store: Store) -> None:
    async def scene(inner: Callable[[Tx], object]) -> None:
        with pytest.raises(Broken, match="may not wait"):
            await store.arun(inner)

    asyncio.run(scene(lambda _: store.run(lambda tx: put(tx, "a"))))
    assert keys(store) == []


def test_another_process_at_work_does_not_stop_the_loop(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    other = sqlite3.connect(sqlite_path(sqlite_url), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")

    async def scene() -> None:
        unit = store.arun(lambda tx: put(tx, "a"))
        longest = 0.0
        for _ in range(20):
            before = time.perf_counter()
            await asyncio.sleep(0.01)
            longest = max(longest, time.perf_counter() - before)
        assert not unit.done()
        assert longest < 1.0, "the store waits 2 s for the file: not on the loop"
        other.execute("ROLLBACK")
        assert await unit == 1

    asyncio.run(scene())
    other.close()
    assert keys(store) == ["a"]
    store.close()


def test_a_file_locked_for_long_is_told_to_those_who_await_too(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    other = sqlite3.connect(sqlite_path(sqlite_url), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")

    async def scene() -> None:
        first = store.arun(lambda tx: put(tx, "first"))
        await asyncio.sleep(0.5)
        later = [store.arun(lambda tx, n=n: put(tx, str(n))) for n in range(20)]  # type: ignore[misc]
        async with asyncio.timeout(4):
            told = await asyncio.gather(first, *later, return_exceptions=True)
        assert {type(error) for error in told} == {TryLater}
        other.execute("ROLLBACK")
        assert await store.arun(lambda tx: put(tx, "after")) == 1

    asyncio.run(scene())
    other.close()
    assert keys(store) == ["after"]
    store.close()


def test_what_a_loop_leaves_behind_is_done_by_the_thread(file_store: Store) -> None:
    async def leave() -> None:
        with writer_held(file_store):
            file_store.arun(lambda tx: put(tx, "left"))
            await asyncio.sleep(0)

    async def go_on() -> int:
        return await file_store.arun(lambda tx: put(tx, "next"))

    asyncio.run(leave())
    assert asyncio.run(go_on()) == 1
    assert keys(file_store) == ["left", "next"]


def test_a_store_that_closes_finishes_what_is_awaited(store_url: str) -> None:
    store = open_store(store_url)

    async def scene() -> list[int]:
        units = [store.arun(lambda tx, n=n: put(tx, f"{n:03}")) for n in range(600)]  # type: ignore[misc]
        await asyncio.to_thread(store.close)
        return await asyncio.gather(*units)

    assert asyncio.run(scene()) == [1] * 600


def test_an_error_takes_back_its_own_unit_only_on_a_loop(store: Store) -> None:
    def fall(tx: Tx) -> int:
        put(tx, "half")
        raise Conflict("no")

    async def scene() -> list[object]:
        works = [lambda tx: put(tx, "a"), fall, lambda tx: put(tx, "b"), fall]
        return await asyncio.gather(*map(store.arun, works), return_exceptions=True)

    assert [type(one) for one in asyncio.run(scene())] == [int, Conflict, int, Conflict]
    assert keys(store) == ["a", "b"]
