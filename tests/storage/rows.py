"""A small table of ours to write to, and the words the store's tests share."""

from __future__ import annotations

from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx

PUT = sql(
    "INSERT INTO idempotency (scope, key, question, answer, at_us)"
    " VALUES ('t', :key, :question, :answer, :number)"
)
SET = sql("UPDATE idempotency SET at_us=:number WHERE scope='t' AND key=:key")
GET = sql("SELECT at_us FROM idempotency WHERE scope='t' AND key=:key")
KEYS = sql("SELECT key FROM idempotency WHERE scope='t' ORDER BY key")
TOTAL = sql("SELECT count(*), coalesce(sum(at_us), 0) FROM idempotency WHERE scope='t'")


def put(tx: Tx, key: str, number: int = 1) -> int:
    return tx.run(PUT, key=key, question=b"q", answer=b"a", number=number)


def get(tx: Tx, key: str) -> int:
    found = tx.one(GET, key=key)
    assert found is not None
    number: int = found[0]
    return number


def add(tx: Tx, key: str, number: int) -> None:
    """Read, then write: loses updates in a store that does not keep units apart."""
    tx.run(SET, key=key, number=get(tx, key) + number)


def keys(store: Store) -> list[str]:
    return [key for (key,) in store.read(lambda r: r.all(KEYS))]


def total(store: Store) -> tuple[int, int]:
    count, number = store.read(lambda r: r.one(TOTAL)) or (0, 0)
    return count, number
