"""Appointments: never more than there is room for; each one's own; kept, missed, drawn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from random import Random

import pytest

from tests.places.made import place
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.base.errors import Conflict, NotAllowed, NotFound
from weiyin.places.booking.appointment import (
    State,
    access_appointment,
    access_appointments,
    change_appointment,
    end_appointment,
    make_appointment,
)
from weiyin.places.booking.form import LIFE, forget_forms, make_form, take_form
from weiyin.places.booking.issue import (
    Issue,
    ask_for,
    draw_due,
    find_issue,
    give_up,
    open_issue,
    shuffle,
)
from weiyin.places.booking.service import check_start, first_cash_day, read_service, starts_on
from weiyin.places.booking.slots import Slot, left, stock
from weiyin.places.telling import TOPIC, Person
from weiyin.storage import outbox
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

BOOK, BRANCH = "demo", "P00001"
TUESDAY = datetime(2026, 7, 21, 10, tzinfo=SHANGHAI)
SEAT = Slot(BRANCH, "account", TUESDAY)


def person(number: int) -> Person:
    return Person("main", f"o-{number}", f"C{number}")


def book_one(store: Store, who: Person, clock: ManualClock, slot: Slot = SEAT, usual: int = 3):
    return store.run(
        lambda tx: make_appointment(
            tx, BOOK, who, slot, words="开立账户", usual=usual, now=clock.now()
        )
    )


def taken(store: Store) -> list[tuple[int, int]]:
    return store.read(lambda r: r.all(sql("SELECT capacity, taken FROM appointment_slots")))


def test_a_thousand_at_once_find_exactly_the_room_there_is(store: Store, clock) -> None:
    def ask(number: int) -> bool:
        try:
            book_one(store, person(number), clock, usual=37)
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(32) as pool:
        got = list(pool.map(ask, range(1000)))
    assert sum(got) == 37
    assert taken(store) == [(37, 37)]
    counted = store.read(lambda r: r.one(sql("SELECT count(*) FROM appointments")))
    assert counted == (37,)


def test_changing_takes_the_new_before_letting_go_of_the_old(store: Store, clock) -> None:
    made = book_one(store, person(1), clock)
    later = Slot(BRANCH, "account", TUESDAY + timedelta(hours=1))
    for number in range(2, 5):
        book_one(store, person(number), clock, later)
    with pytest.raises(NotAllowed, match="slot_full"):
        store.run(lambda tx: change_appointment(tx, BOOK, made, later, 3))
    free = Slot(BRANCH, "account", TUESDAY + timedelta(hours=3))
    moved = store.run(lambda tx: change_appointment(tx, BOOK, made, free, 3))
    assert sorted(taken(store)) == [(3, 0), (3, 1), (3, 3)]
    with pytest.raises(Conflict):
        store.run(lambda tx: change_appointment(tx, BOOK, made, free, 3))
    found = store.read(lambda r: access_appointments(r, BOOK, person(1), clock.now()))
    assert found == [moved]
    starts = (TUESDAY, TUESDAY + timedelta(hours=1), TUESDAY + timedelta(hours=2))
    room = store.read(lambda r: left(r, BOOK, BRANCH, "account", starts, 3))
    assert list(room.values()) == [3, 0, 3]


def test_given_up_goes_back_once(store: Store, clock) -> None:
    made = book_one(store, person(1), clock)
    store.run(lambda tx: end_appointment(tx, BOOK, made, State.CANCELLED, clock.now()))
    assert taken(store) == [(3, 0)]
    with pytest.raises(Conflict):
        store.run(lambda tx: end_appointment(tx, BOOK, made, State.CANCELLED, clock.now()))
    assert taken(store) == [(3, 0)]


def test_it_is_its_makers_alone(store: Store, clock) -> None:
    made = book_one(store, person(1), clock)
    look = lambda who, no: store.read(  # noqa: E731
        lambda r: access_appointment(r, BOOK, who, no, clock.now())
    )
    assert look(person(1), made.short_no) == look(person(1), made.appointment_no) == made
    for number in (made.appointment_no, "nothing"):
        with pytest.raises(NotFound):
            look(person(2), number)


def test_nobody_books_twice_for_one_moment_nor_after_missing_three(store: Store, clock) -> None:
    book_one(store, person(1), clock)
    with pytest.raises(NotAllowed, match="twice"):
        book_one(store, person(1), clock)
    assert taken(store) == [(3, 1)]
    for hour in (1, 3, 4):
        made = book_one(
            store, person(2), clock, Slot(BRANCH, "account", TUESDAY + timedelta(hours=hour))
        )
        store.run(lambda tx, one=made: end_appointment(tx, BOOK, one, State.MISSED, clock.now()))
    with pytest.raises(NotAllowed, match="missed"):
        book_one(store, person(2), clock)
    clock.advance(timedelta(days=92))
    book_one(store, person(2), clock)


def test_when_one_may_come(clock: ManualClock) -> None:
    office = place(1, 30_000_000, 120_000_000)
    check_start(office, TUESDAY, clock.now())
    for start, rule in (
        (clock.now(), "past"),
        (TUESDAY + timedelta(days=60), "horizon"),
        (TUESDAY.replace(hour=20), "closed"),
        (TUESDAY.replace(hour=12), "closed"),
    ):
        with pytest.raises(NotAllowed, match=rule):
            check_start(office, start, clock.now())
    national_day = datetime(2026, 10, 1, tzinfo=SHANGHAI).date()
    assert [at.hour for at in starts_on(office, national_day)] == [10, 11, 13, 14, 15]  # weekend's
    assert read_service("我要开户").key == read_service("1").key == "account"


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ((2026, 7, 20, 10), (2026, 7, 21)),
        ((2026, 7, 20, 16), (2026, 7, 22)),
        ((2026, 7, 24, 10), (2026, 7, 27)),  # a Friday
        ((2026, 9, 30, 10), (2026, 10, 8)),  # before the national holiday
        ((2026, 2, 13, 10), (2026, 2, 14)),  # a Saturday made up for
    ],
)
def test_cash_is_there_a_workday_later(now, day) -> None:
    assert first_cash_day(datetime(*now, tzinfo=SHANGHAI)).timetuple()[:3] == day


def issue(mode: str, clock: ManualClock) -> Issue:
    now = clock.now()
    return Issue(
        "panda", "示范纪念币", mode, 20, 1000, now, now + timedelta(days=1), now + timedelta(days=9)
    )


def test_first_come_until_the_stock_is_given_out_and_one_document_once(store, clock) -> None:
    coins = issue("first", clock)
    store.run(lambda tx: open_issue(tx, BOOK, coins, {BRANCH: 50}))
    ask = lambda who, pieces: store.run(  # noqa: E731
        lambda tx: ask_for(tx, BOOK, who, coins, BRANCH, pieces, clock.now())
    )
    first = ask(person(1), 20)
    with pytest.raises(NotAllowed, match="quota"):
        ask(person(1), 1)
    with pytest.raises(NotAllowed, match="quota"):
        ask(person(2), 21)
    ask(person(2), 20)
    with pytest.raises(NotAllowed, match="slot_full"):
        ask(person(3), 20)
    assert ask(person(3), 10).state is State.BOOKED
    assert store.read(lambda r: stock(r, BOOK, first.slot.business, coins.pickup)) == {BRANCH: 0}

    def end(tx) -> None:
        end_appointment(tx, BOOK, first, State.CANCELLED, clock.now())
        give_up(tx, BOOK, first)

    store.run(end)
    ask(person(1), 5)
    with pytest.raises(NotFound):
        later = clock.now() + timedelta(days=2)
        store.read(lambda r: find_issue(r, BOOK, "纪念币", later))


def test_lots_are_drawn_once_never_beyond_the_stock_and_told(store, clock) -> None:
    coins = issue("draw", clock)
    store.run(lambda tx: open_issue(tx, BOOK, coins, {BRANCH: 100}))
    for number in range(12):
        store.run(lambda tx, n=number: ask_for(tx, BOOK, person(n), coins, BRANCH, 20, clock.now()))
    assert store.run(lambda tx: draw_due(tx, BOOK, clock.now(), Random(1))) == 0
    clock.advance(timedelta(days=1))
    assert store.run(lambda tx: draw_due(tx, BOOK, clock.now(), Random(1))) == 5
    assert store.run(lambda tx: draw_due(tx, BOOK, clock.now(), Random(2))) == 0
    states = store.read(
        lambda r: r.all(sql("SELECT state, count(*) FROM appointments GROUP BY state ORDER BY 1"))
    )
    assert states == [("booked", 5), ("lost", 7)]
    assert taken(store) == [(100, 100)]
    told = store.run(lambda tx: outbox.lease(tx, [TOPIC], "test", clock.now(), 9.0, 50))
    assert len(told) == 12


def test_every_asker_is_drawn_alike_often() -> None:
    wins = [0] * 6
    for seed in range(6000):
        order = list(range(6))
        shuffle(order, Random(seed))
        wins[order[0]] += 1
    assert all(880 < count < 1120 for count in wins)


def test_a_form_is_fetched_once_by_its_code_and_says_nothing_in_the_table(
    store, clock, sealer
) -> None:
    facts = (("姓名", "王小明"), ("用途", "购房"))
    code = store.run(lambda tx: make_form(tx, sealer, BOOK, person(1), "loan", facts, clock.now()))
    row = store.read(lambda r: r.one(sql("SELECT form_key, content_sealed FROM prefilled_forms")))
    assert code not in row[0]
    assert "王小明".encode() not in bytes(row[1])
    with pytest.raises(NotFound):
        store.run(lambda tx: take_form(tx, sealer, BOOK, "other", clock.now()))
    found = store.run(lambda tx: take_form(tx, sealer, BOOK, code, clock.now()))
    assert (found.customer_no, found.facts) == ("C1", facts)
    with pytest.raises(NotFound):
        store.run(lambda tx: take_form(tx, sealer, BOOK, code, clock.now()))
    assert store.run(lambda tx: forget_forms(tx, clock.now() + LIFE)) == 1
