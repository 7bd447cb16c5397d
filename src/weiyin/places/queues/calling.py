"""Telling whoever waits elsewhere: nearly your turn, and your turn."""

from __future__ import annotations

from datetime import datetime

from weiyin.places.place import Place
from weiyin.places.queues.business import Business
from weiyin.places.queues.days import day_number
from weiyin.places.search import get
from weiyin.places.telling import Person, tell
from weiyin.storage.outbox import Lane
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

NEARLY = 3
"""People before one, when it is time to come."""

_FRONT = sql("""
    SELECT ticket_no, oa, openid, customer_no, told, line_us FROM queue_tickets
    WHERE book = :book AND place_id = :place_id AND day = :day AND business = :business
      AND state = 'waiting'
    ORDER BY line_us, ticket_no LIMIT :most
""")
_TOLD = sql("""
    UPDATE queue_tickets SET told = 1
    WHERE book = :book AND place_id = :place_id AND day = :day AND ticket_no = :ticket_no
      AND told = 0
""")


def tell_nearly(
    tx: Tx, book: str, place_id: str, day: int, business: Business, at: datetime
) -> None:
    """Tell each of the first in a line who took the ticket on WeChat, once."""
    where = {"book": book, "place_id": place_id, "day": day}
    front = tx.all(_FRONT, business=business.value, most=NEARLY + 1, **where)
    for ahead, (ticket_no, oa, openid, customer_no, told, line_us) in enumerate(front):
        if openid and not told and tx.run(_TOLD, ticket_no=ticket_no, **where):
            title = f"前面还有{ahead}人" if ahead else "马上到您"
            person = Person(oa, openid, customer_no)
            key = f"nearly:{place_id}:{ticket_no}:{line_us}"
            _tell(
                tx, book, place_id, person, "queue_nearly", title, ticket_no, "请尽快到店", at, key
            )


def tell_called(
    tx: Tx, book: str, place_id: str, person: Person, ticket_no: str, counter: str, at: datetime
) -> None:
    key = f"called:{place_id}:{day_number(at)}:{ticket_no}"
    where = f"请到{counter}号窗口" if counter else "请到柜台"
    _tell(tx, book, place_id, person, "queue_called", "叫到您的号", ticket_no, where, at, key)


def _tell(
    tx: Tx,
    book: str,
    place_id: str,
    person: Person,
    kind: str,
    title: str,
    ticket_no: str,
    what: str,
    at: datetime,
    key: str,
) -> None:
    place: Place = get(tx, book, place_id)
    facts = (("网点", place.name), ("排队号", ticket_no), ("提示", what))
    tell(tx, person, kind=kind, title=title, facts=facts, at=at, key=key, lane=Lane.SECURITY)
