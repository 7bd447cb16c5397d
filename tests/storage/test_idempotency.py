"""One key, one question, one answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.storage.rows import TOTAL, put, total
from weiyin.base.clock import ManualClock
from weiyin.base.errors import Conflict
from weiyin.storage import idempotency
from weiyin.storage.store import Store, Tx


def test_the_same_question_gets_the_kept_answer(store: Store, clock: ManualClock) -> None:
    def recall(question: bytes, scope: str = "transfer/main") -> bytes | None:
        return store.read(lambda r: idempotency.recall(r, scope, "k", question))

    assert recall(b"500 to Li") is None
    store.run(
        lambda tx: idempotency.keep(tx, "transfer/main", "k", b"500 to Li", b"done", clock.now())
    )
    assert recall(b"500 to Li") == b"done"
    assert recall(b"500 to Li", scope="transfer/other") is None
    with pytest.raises(Conflict):
        recall(b"900 to Li")


def test_twins_do_the_deed_once(store: Store, clock: ManualClock) -> None:
    def pay(tx: Tx) -> bytes:
        kept = idempotency.recall(tx, "pay", "k", b"question")
        if kept is not None:
            return kept
        number = tx.one(TOTAL)
        answer = f"deed {number}".encode()
        put(tx, "deed")
        idempotency.keep(tx, "pay", "k", b"question", answer, clock.now())
        return answer

    with ThreadPoolExecutor(32) as pool:
        answers = set(pool.map(lambda _: store.run(pay), range(64)))
    assert len(answers) == 1
    assert total(store) == (1, 1)


def test_a_key_is_not_taken_twice(store: Store, clock: ManualClock) -> None:
    def keep(answer: bytes) -> None:
        store.run(lambda tx: idempotency.keep(tx, "s", "k", b"q", answer, clock.now()))

    keep(b"first")
    with pytest.raises(Conflict):
        keep(b"second")
    assert store.read(lambda r: idempotency.recall(r, "s", "k", b"q")) == b"first"


def test_a_refused_question_leaves_the_key_free(store: Store, clock: ManualClock) -> None:
    def refused(tx: Tx) -> None:
        idempotency.keep(tx, "s", "k", b"wrong", b"a", clock.now())
        raise ValueError

    with pytest.raises(ValueError):
        store.run(refused)
    store.run(lambda tx: idempotency.keep(tx, "s", "k", b"right", b"a", clock.now()))


def test_old_answers_are_forgotten(store: Store, clock: ManualClock) -> None:
    store.run(lambda tx: idempotency.keep(tx, "s", "old", b"q", b"a", clock.now()))
    clock.advance(timedelta(days=2))
    store.run(lambda tx: idempotency.keep(tx, "s", "young", b"q", b"a", clock.now()))
    assert store.run(lambda tx: idempotency.forget_before(tx, clock.now())) == 1
    assert store.read(lambda r: idempotency.recall(r, "s", "old", b"q")) is None
    assert store.read(lambda r: idempotency.recall(r, "s", "young", b"q")) == b"a"
