"""One telling, whatever order WeChat's answer and its event come in."""

from __future__ import annotations

from typing import Any

import pytest

from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import ManualClock
from weiyin.base.sender import Fate, Later, Lost, Never, Sent
from weiyin.outreach.delivery import deliveries
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

WHO = ("main", "k1", "o1", "wechat")
_ROWS = sql("SELECT notice_key, state, why, attempts FROM deliveries ORDER BY notice_key")


def _event(clock: ManualClock, receipt: str, fate: str = "sent", openid: str = "o1") -> Ask:
    detail = (("msgid", receipt), ("fate", fate), ("status", "failed:user block"))
    return Ask("main", openid, f"{openid}:{receipt}", AskKind.DELIVERY, clock.now(), detail=detail)


def _begin(store: Store, clock: ManualClock) -> int:
    return store.run(lambda tx: deliveries.begin(tx, *WHO, clock.now()))


def _end(store: Store, clock: ManualClock, fate: Fate) -> bool:
    return store.run(lambda tx: deliveries.end(tx, *WHO, fate, clock.now()))


def _hear(store: Store, ask: Ask) -> str:
    return store.run(lambda tx: deliveries.on_event(tx, ask))


def _rows(store: Store) -> list[Any]:
    return store.read(lambda reader: reader.all(_ROWS))


def test_the_event_after_the_answer(store: Store, clock: ManualClock) -> None:
    assert _begin(store, clock) == 1
    assert not _end(store, clock, Sent("77"))
    assert _hear(store, _event(clock, "77")) == ""
    assert _rows(store) == [("k1", "delivered", "", 1)]
    assert _begin(store, clock) == 0


def test_the_event_before_the_answer(store: Store, clock: ManualClock) -> None:
    _begin(store, clock)
    assert _hear(store, _event(clock, "77")) == ""
    assert not _end(store, clock, Sent("77"))
    assert _rows(store) == [("k1", "delivered", "", 1)]


@pytest.mark.parametrize("early", [True, False])
def test_what_did_not_arrive_is_named(store: Store, clock: ManualClock, early: bool) -> None:
    _begin(store, clock)
    event = _event(clock, "77", "failed")
    named = [_hear(store, event)] if early else []
    failed = _end(store, clock, Sent("77"))
    named += [] if early else [_hear(store, event)]
    assert failed == early
    assert named == ([""] if early else ["k1"])
    assert _rows(store) == [("k1", "failed", "failed:user block", 1)]


def test_events_that_are_not_of_ours_leave_nothing(store: Store, clock: ManualClock) -> None:
    _hear(store, _event(clock, "77"))
    _begin(store, clock)
    _hear(store, _event(clock, "78", openid="o2"))
    _end(store, clock, Sent("77"))
    _hear(store, _event(clock, "99"))
    _hear(store, _event(clock, "77", openid="o2"))
    assert _rows(store) == [("k1", "sent", "", 1)]


def test_an_unknown_outcome_is_tried_once_more(store: Store, clock: ManualClock) -> None:
    assert _begin(store, clock) == 1
    _end(store, clock, Lost("timeout"))
    assert _begin(store, clock) == 2
    _end(store, clock, Lost("timeout"))
    assert _begin(store, clock) == 0


@pytest.mark.parametrize("fate", [Sent("1"), Never("left")])
def test_what_is_over_is_over(store: Store, clock: ManualClock, fate: Fate) -> None:
    _begin(store, clock)
    _end(store, clock, fate)
    assert _begin(store, clock) == 0


def test_a_worker_that_dies_leaves_an_unknown_outcome(store: Store, clock: ManualClock) -> None:
    assert [_begin(store, clock) for _ in range(3)] == [1, 2, 0]
    assert store.run(lambda tx: deliveries.is_unknown(tx, *WHO))
    _end(store, clock, Sent("1"))
    assert not store.run(lambda tx: deliveries.is_unknown(tx, *WHO))


def test_busy_may_be_tried_again_and_again(store: Store, clock: ManualClock) -> None:
    for _ in range(5):
        assert _begin(store, clock) == 1
        _end(store, clock, Later(clock.now(), "busy"))
