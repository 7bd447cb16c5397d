"""One line for the hall and the phone: who is before whom, who is told, what a machine may say."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.places.made import place
from weiyin.base.clock import ManualClock
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.places.queues.business import Business
from weiyin.places.queues.line import FRESH, line_of
from weiyin.places.queues.report import LineReport, TicketReport, apply_reports, from_afar
from weiyin.places.queues.ticket import (
    TicketState,
    access_ticket,
    access_tickets,
    cancel_ticket,
    forget_tickets,
    take_ticket,
)
from weiyin.places.register import put_places
from weiyin.places.telling import TOPIC, Person
from weiyin.storage import outbox
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

BOOK, BRANCH = "demo", "P00001"
WANG = Person("main", "o-wang", "C1")
LI = Person("main", "o-li", "C2")
PERSONAL = Business.PERSONAL


@pytest.fixture
def branch(store: Store, clock: ManualClock) -> Store:
    """A branch whose machine says that two counters are open."""
    store.run(lambda tx: put_places(tx, BOOK, [place(1, 30_000_000, 120_000_000)]))
    said(store, LineReport(1, clock.now(), PERSONAL, 2))
    return store


def said(store: Store, *reports) -> int:
    return store.run(lambda tx: apply_reports(tx, BOOK, BRANCH, reports))


def ticket(seq: int, number: str, at: datetime, state=TicketState.WAITING, **other):
    facts = {"taken_at": at, "line_at": at} | other
    return TicketReport(seq, at, number, PERSONAL, state, **facts)


def take(store: Store, person: Person, at: datetime, business=PERSONAL):
    return store.run(lambda tx: take_ticket(tx, BOOK, person, BRANCH, business, at))


def mine(store: Store, person: Person, at: datetime):
    return store.read(lambda r: access_tickets(r, BOOK, person, at))


def told(store: Store, now: datetime) -> list[tuple[str, str]]:
    parcels = store.run(lambda tx: outbox.lease(tx, [TOPIC], "test", now, 60.0, 50))
    return [(p.payload["openid"], p.payload["kind"]) for p in parcels]


def test_nobody_on_the_spot_is_overtaken_from_afar(branch, clock) -> None:
    now = clock.now()
    said(branch, ticket(2, "A001", now), ticket(3, "A002", now + timedelta(seconds=1)))
    later = now + timedelta(minutes=1)
    taken = take(branch, WANG, later)
    assert (taken.ticket_no, taken.ahead) == ("W001", 2)
    said(branch, ticket(4, "A003", later + timedelta(seconds=1)))
    assert mine(branch, WANG, later)[0].ahead == 2
    said(branch, ticket(5, "A001", now, TicketState.CALLED))
    assert mine(branch, WANG, later)[0].ahead == 1


def test_three_before_one_then_called_then_missed_then_back_in_line(branch, clock) -> None:
    now = clock.now()
    said(branch, *[ticket(2 + n, f"A{n:03d}", now - timedelta(minutes=9 - n)) for n in range(5)])
    take(branch, WANG, now)
    assert told(branch, now) == []
    said(branch, replace(ticket(10, "A000", now - timedelta(minutes=9)), state=TicketState.CALLED))
    assert told(branch, now) == []  # four before
    said(branch, replace(ticket(11, "A001", now - timedelta(minutes=8)), state=TicketState.DONE))
    assert told(branch, now) == [("o-wang", "queue_nearly")]
    said(branch, replace(ticket(12, "A002", now - timedelta(minutes=7)), state=TicketState.DONE))
    assert told(branch, now) == []  # once
    called = replace(ticket(13, "W001", now), state=TicketState.CALLED, counter="3")
    said(branch, called)
    assert told(branch, now) == [("o-wang", "queue_called")]
    assert mine(branch, WANG, now)[0].counter == "3"
    said(branch, replace(called, seq=14, state=TicketState.MISSED))
    assert mine(branch, WANG, now)[0].state is TicketState.MISSED
    back = now + timedelta(minutes=5)
    said(branch, replace(called, seq=15, state=TicketState.WAITING, line_at=back))
    assert mine(branch, WANG, now)[0].ahead == 2  # behind whoever was there
    assert told(branch, now) == [("o-wang", "queue_nearly")]


def test_a_transferred_ticket_stands_in_the_other_line_with_its_owner(branch, clock) -> None:
    now = clock.now()
    said(branch, LineReport(2, now, Business.WEALTH, 1))
    take(branch, WANG, now)
    said(branch, replace(ticket(3, "W001", now), business=Business.WEALTH))
    found = mine(branch, WANG, now)[0]
    assert (found.business, found.state) == (Business.WEALTH, TicketState.WAITING)


def test_reports_in_any_order_and_repeated_say_the_same(store: Store, clock, branch) -> None:
    now = clock.now()
    reports = [
        ticket(2, "A001", now),
        replace(ticket(3, "A001", now), state=TicketState.CALLED, counter="1"),
        replace(ticket(4, "A001", now), state=TicketState.DONE, counter="1"),
        ticket(5, "A002", now),
        LineReport(6, now, PERSONAL, 3),
        replace(ticket(7, "A002", now), state=TicketState.CALLED, counter="2"),
        LineReport(8, now, PERSONAL, 1),
    ]
    mixed = reports * 2
    random.Random(7).shuffle(mixed)
    said(branch, *mixed)
    rows = store.read(
        lambda r: r.all(sql("SELECT ticket_no, state, counter FROM queue_tickets ORDER BY 1"))
    )
    assert rows == [("A001", "done", "1"), ("A002", "called", "2")]
    found = store.read(lambda r: line_of(r, BOOK, BRANCH, PERSONAL, now))
    assert (found.counters, found.waiting, found.serving) == (1, 0, 1)
    assert said(branch, *reports) == 0


def test_the_machine_learns_of_tickets_from_afar_and_of_those_given_up(branch, clock) -> None:
    now = clock.now()
    take(branch, WANG, now)
    take(branch, LI, now + timedelta(seconds=1))
    branch.run(lambda tx: cancel_ticket(tx, BOOK, WANG, BRANCH, "W001", now))
    found = branch.read(lambda r: from_afar(r, BOOK, BRANCH, now))
    assert [(one.ticket_no, one.state, one.ahead) for one in found] == [
        ("W001", "cancelled", 0),
        ("W002", "waiting", 0),
    ]
    assert said(branch, replace(ticket(9, "W001", now), state=TicketState.CALLED)) == 0


def test_limits_and_refusals(branch, clock) -> None:
    now = clock.now()
    take(branch, WANG, now)
    with pytest.raises(NotAllowed, match="ticket_held"):
        take(branch, WANG, now)
    with pytest.raises(NotAllowed, match="no_line"):
        take(branch, WANG, now, Business.CORPORATE)
    with pytest.raises(NotAllowed, match="no_line"):
        take(branch, LI, now + FRESH + timedelta(minutes=1))
    said(branch, LineReport(2, now, Business.WEALTH, 1), LineReport(3, now, Business.CORPORATE, 1))
    take(branch, WANG, now, Business.WEALTH)
    with pytest.raises(NotAllowed, match="tickets"):
        take(branch, WANG, now, Business.CORPORATE)
    with pytest.raises(BadInput):
        said(branch, LineReport(4, now, PERSONAL, 1000))


def test_a_ticket_is_its_owners_alone(branch, clock) -> None:
    now = clock.now()
    take(branch, WANG, now)
    assert mine(branch, LI, now) == []
    with pytest.raises(NotFound):
        branch.read(lambda r: access_ticket(r, BOOK, LI, BRANCH, "W001", now))
    with pytest.raises(NotFound):
        branch.run(lambda tx: cancel_ticket(tx, BOOK, LI, BRANCH, "W001", now))
    assert branch.read(lambda r: access_ticket(r, BOOK, WANG, BRANCH, "W001", now)).ahead == 0


def test_whose_it_was_is_forgotten_after_a_week(branch, clock) -> None:
    now = clock.now()
    take(branch, WANG, now)
    branch.run(lambda tx: forget_tickets(tx, now + timedelta(days=6)))
    assert mine(branch, WANG, now)
    branch.run(lambda tx: forget_tickets(tx, now + timedelta(days=8)))
    assert mine(branch, WANG, now) == []
