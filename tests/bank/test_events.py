from __future__ import annotations

from dataclasses import replace

import pytest

from weiyin.bank.events import TOPIC, CustomerEvent, put_event
from weiyin.base.clock import ManualClock, to_us
from weiyin.base.errors import NotAllowed
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane
from weiyin.storage.store import Store, Tx


def event(clock: ManualClock) -> CustomerEvent:
    return CustomerEvent(
        book="b1",
        customer_no="c1",
        kind="topup_refused",
        title="充值未成功",
        facts=(("金额", "50.00元"),),
        at=clock.now(),
        key="topup:k1",
        lane=Lane.MONEY,
    )


def test_told_once_a_key_and_book(store: Store, clock: ManualClock) -> None:
    told = event(clock)
    assert store.run(lambda tx: put_event(tx, told))
    assert not store.run(lambda tx: put_event(tx, told))
    assert store.run(lambda tx: put_event(tx, replace(told, book="b2")))
    now = clock.now()
    first, _ = store.run(lambda tx: outbox.lease(tx, [TOPIC], "w", now, 5.0, 9))
    assert first.payload["facts"] == [["金额", "50.00元"]]
    assert first.payload["at_us"] == to_us(clock.now())
    assert first.lane == Lane.MONEY


def test_told_only_with_the_deed(store: Store, clock: ManualClock) -> None:
    def deed(tx: Tx) -> None:
        put_event(tx, event(clock))
        raise NotAllowed("funds", "余额不足")

    with pytest.raises(NotAllowed):
        store.run(deed)
    assert store.read(outbox.backlog) == []
