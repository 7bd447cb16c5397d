"""The courier forgets once a day, beside delivering."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from tests.house.made import House
from weiyin.base.clock import ManualClock
from weiyin.outreach.delivery.courier import Courier
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx


def test_it_forgets_at_the_start_and_then_once_a_day(store: Store, clock: ManualClock) -> None:
    forgot: list[datetime] = []

    def forget(_: Tx, now: datetime) -> int:
        forgot.append(now)
        return 3

    courier = Courier(store, clock, {}, purges=(forget,))
    assert courier.tidy() == 3
    for hours in (1, 22):
        clock.advance(timedelta(hours=hours))
        assert courier.tidy() == 0
    clock.advance(timedelta(hours=1))
    assert courier.tidy() == 3
    assert len(forgot) == 2


def test_a_running_courier_forgets_what_is_over(house: House) -> None:
    house.session("o-old")
    house.clock.advance(timedelta(days=31))
    house.session("o-new")
    stop = threading.Event()
    running = threading.Thread(target=house.app.courier.run, args=(stop, 0.01))
    running.start()
    try:
        count = sql("SELECT COUNT(*) FROM sessions")
        while house.app.store.read(lambda reader: reader.one(count)) != (1,):
            assert running.is_alive()
    finally:
        stop.set()
        running.join()


def test_chores_are_done_every_minute(store: Store, clock: ManualClock) -> None:
    done: list[int] = []
    courier = Courier(store, clock, {}, chores=(lambda: done.append(1),))
    assert courier.do_chores()
    assert not courier.do_chores()
    clock.advance(timedelta(minutes=1))
    assert courier.do_chores()
    assert done == [1, 1]
