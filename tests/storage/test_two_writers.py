"""Several processes on one database: two stores stand in for them, each with its own writer."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests.checks import Sabotage
from tests.storage.rows import add, get, keys, put, total
from weiyin.base.errors import TryLater, Unknown, WeiyinError
from weiyin.storage.migrate import migrate
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx, open_store, sqlite_path

SABOTAGE = {
    "M11": Sabotage(
        "src/weiyin/storage/sqlite_session.py", "_BUSY_MS = 2_000", "_BUSY_MS = 60_000"
    ),
}


@pytest.fixture
def stores(store_url: str) -> Iterator[list[Store]]:
    opened = [open_store(store_url) for _ in range(3)]
    yield opened
    for store in opened:
        store.close()


def test_writers_lose_no_update_of_each_other(stores: list[Store]) -> None:
    stores[0].run(lambda tx: put(tx, "sum", 0))

    def call(n: int) -> None:
        stores[n % 3].run(lambda tx: add(tx, "sum", n))

    with ThreadPoolExecutor(48) as pool:
        list(pool.map(call, range(300)))
    assert total(stores[0]) == (1, sum(range(300)))


def test_two_that_read_each_others_rows_do_not_both_write(stores: list[Store]) -> None:
    """Write skew: each takes 1 from its own row as long as both together hold at least 1."""
    stores[0].run(lambda tx: [put(tx, "a", 1), put(tx, "b", 0)])

    def call(n: int) -> None:
        def take(tx: Tx) -> None:
            mine = "ab"[n % 2]
            if get(tx, "a") + get(tx, "b") >= 1:
                add(tx, mine, -1)

        stores[n % 3].run(take)

    for _ in range(5):
        with ThreadPoolExecutor(24) as pool:
            list(pool.map(call, range(24)))
        assert total(stores[0])[1] == 0
        stores[0].run(lambda tx: add(tx, "a", 1))


def _hold(path: Path) -> sqlite3.Connection:
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_m11_a_locked_file_is_told_to_all_at_once_and_recovers(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    other = _hold(sqlite_path(sqlite_url))
    before = threading.active_count()
    futures = [store.submit(lambda tx, n=n: put(tx, str(n))) for n in range(1_000)]
    for future in futures:
        assert isinstance(future.exception(timeout=4.0), TryLater)
    assert threading.active_count() == before
    assert keys(store) == []
    other.execute("ROLLBACK")
    other.close()
    assert store.run(lambda tx: put(tx, "after")) == 1
    store.close()


def test_a_full_file_keeps_nothing_half_and_recovers(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    store.run(lambda tx: put(tx, "before"))
    pages = store.read(lambda r: r.one(sql("PRAGMA page_count")))
    assert pages is not None
    full = sql(f"PRAGMA max_page_count={pages[0]}")
    blob = sql("INSERT INTO inbox (oa, key, claimed_us, at_us, answer) VALUES ('a', :k, 1, 1, :v)")

    def big(tx: Tx) -> None:
        put(tx, "half")
        tx.one(full)
        tx.run(blob, k="k", v=bytes(1_000_000))

    with pytest.raises(TryLater):
        store.run(big)
    assert keys(store) == ["before"]
    assert store.run(lambda tx: put(tx, "after")) == 1
    assert store.read(lambda r: r.one(sql("PRAGMA integrity_check"))) == ("ok",)
    store.close()


def test_a_lost_connection_is_opened_again(postgres_url: str) -> None:
    store = open_store(postgres_url)
    store.run(lambda tx: put(tx, "a"))
    mine = sql("SELECT pg_backend_pid()")
    kill = sql("SELECT pg_terminate_backend(:pid)")
    found = store.run(lambda tx: tx.one(mine))
    assert found is not None
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute(kill.postgresql, {"pid": found[0]})
    assert store.run(lambda tx: put(tx, "b")) == 1
    died: list[int] = []

    def die_once(tx: Tx) -> int:
        put(tx, "c")
        if not died:
            died.append(1)
            tx.one(sql("SELECT pg_terminate_backend(pg_backend_pid())"))
        return put(tx, "d")

    assert store.run(die_once) == 1
    assert keys(store) == ["a", "b", "c", "d"]
    store.close()


def test_a_connection_lost_while_committing_is_unknown(new_postgres_url: str) -> None:
    migrate(new_postgres_url)
    with psycopg.connect(new_postgres_url, autocommit=True) as other:
        other.execute(
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
            " $$BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END$$;"
            "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON idempotency DEFERRABLE"
            " INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.key = 'die') EXECUTE FUNCTION die()"
        )
    store = open_store(new_postgres_url)
    with pytest.raises(Unknown):
        store.run(lambda tx: put(tx, "die"))
    assert store.run(lambda tx: put(tx, "live")) == 1
    assert keys(store) == ["live"]
    store.close()


def test_a_server_that_is_not_there_means_later() -> None:
    store = open_store("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(WeiyinError) as told:
        store.run(lambda tx: put(tx, "a"))
    assert isinstance(told.value, TryLater)
    store.close()
