"""Each message is taken in once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from weiyin.base.clock import ManualClock
from weiyin.base.errors import Conflict
from weiyin.storage import inbox
from weiyin.storage.inbox import IN_FLIGHT, NEW, Claim, ClaimState
from weiyin.storage.store import Store, Tx


def test_first_new_then_in_flight_then_answered(store: Store, clock: ManualClock) -> None:
    def claim(oa: str = "main", key: str = "m1") -> Claim:
        return store.run(lambda tx: inbox.claim(tx, oa, key, clock.now()))

    assert claim() == NEW
    assert claim() == IN_FLIGHT
    assert claim(oa="other") == NEW
    assert claim(key="m2") == NEW
    store.run(lambda tx: inbox.settle(tx, "main", "m1", b"\x00answer", clock.now()))
    assert claim() == Claim(ClaimState.ANSWERED, b"\x00answer")
    assert claim(key="m2") == IN_FLIGHT


def test_an_answer_is_given_once(store: Store, clock: ManualClock) -> None:
    def settle(answer: bytes) -> None:
        store.run(lambda tx: inbox.settle(tx, "main", "m1", answer, clock.now()))

    store.run(lambda tx: inbox.claim(tx, "main", "m1", clock.now()))
    settle(b"first")
    with pytest.raises(Conflict):
        settle(b"second")
    claim = store.run(lambda tx: inbox.claim(tx, "main", "m1", clock.now()))
    assert claim.answer == b"first"


def test_look_and_settle_in_one_unit_leave_an_answered_message(
    store: Store, clock: ManualClock
) -> None:
    def whole(tx: Tx, answer: bytes) -> Claim:
        known = inbox.look(tx, "main", "m1", clock.now())
        if known == NEW:
            inbox.settle(tx, "main", "m1", answer, clock.now())
        return known

    assert store.run(lambda tx: whole(tx, b"first")) == NEW
    answered = Claim(ClaimState.ANSWERED, b"first")
    assert store.run(lambda tx: whole(tx, b"second")) == answered
    assert store.run(lambda tx: inbox.claim(tx, "main", "m1", clock.now())) == answered


def test_an_abandoned_claim_is_taken_over_by_one(store: Store, clock: ManualClock) -> None:
    def claim() -> Claim:
        return store.run(lambda tx: inbox.claim(tx, "main", "m1", clock.now()))

    assert claim() == NEW
    clock.advance(inbox.ABANDONED_AFTER)
    assert claim() == IN_FLIGHT
    clock.advance(timedelta(microseconds=1))
    assert [claim(), claim()] == [NEW, IN_FLIGHT]


def test_of_fifty_twins_one_is_new(store: Store, clock: ManualClock) -> None:
    def claim(_: int) -> Claim:
        return store.run(lambda tx: inbox.claim(tx, "main", "m1", clock.now()))

    with ThreadPoolExecutor(50) as pool:
        claims = list(pool.map(claim, range(50)))
    assert claims.count(NEW) == 1
    assert claims.count(IN_FLIGHT) == 49


def test_old_messages_are_forgotten(store: Store, clock: ManualClock) -> None:
    store.run(lambda tx: inbox.claim(tx, "main", "old", clock.now()))
    clock.advance(timedelta(days=1))
    store.run(lambda tx: inbox.claim(tx, "main", "young", clock.now()))
    assert store.run(lambda tx: inbox.forget_before(tx, clock.now())) == 1
    assert store.run(lambda tx: inbox.claim(tx, "main", "old", clock.now())) == NEW
    assert store.run(lambda tx: inbox.claim(tx, "main", "young", clock.now())) == IN_FLIGHT
