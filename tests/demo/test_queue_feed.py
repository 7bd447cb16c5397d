"""The demo's queue machines through a morning: lines move, and a ticket from afar is served."""

from __future__ import annotations

from datetime import timedelta

from weiyin.demo.branches import make_places
from weiyin.demo.queue_feed import EVERY, QueueFeed
from weiyin.places.place import PlaceKind
from weiyin.places.queues.business import Business
from weiyin.places.queues.ticket import TicketState, access_tickets, take_ticket
from weiyin.places.register import put_places
from weiyin.places.telling import TOPIC, Person
from weiyin.storage import outbox

BOOK, SEED = "demo", 2026
WANG = Person("main", "o-wang", "C1")


def test_a_ticket_from_afar_is_called_and_served(store, clock) -> None:
    branches = [one for one in make_places(SEED) if one.kind is PlaceKind.BRANCH][:2]
    store.run(lambda tx: put_places(tx, BOOK, branches))
    feed = QueueFeed(store, clock, BOOK, SEED, branches)
    assert feed.step() > 0
    assert feed.step() == 0
    place_id = branches[0].place_id
    taken = store.run(
        lambda tx: take_ticket(tx, BOOK, WANG, place_id, Business.PERSONAL, clock.now())
    )
    assert taken.ticket_no == "W001"
    seen = []
    for _ in range(120):
        clock.advance(timedelta(minutes=1) - EVERY)
        feed.step()
        seen += store.read(lambda r: access_tickets(r, BOOK, WANG, clock.now()))
        if seen[-1].state is TicketState.DONE:
            break
    states = list(dict.fromkeys(one.state for one in seen))
    assert states[-2:] == [TicketState.CALLED, TicketState.DONE]
    told = store.run(lambda tx: outbox.lease(tx, [TOPIC], "test", clock.now(), 9.0, 9))
    assert [one.payload["kind"] for one in told] == ["queue_nearly", "queue_called"]
