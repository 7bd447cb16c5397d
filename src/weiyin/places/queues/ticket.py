"""Tickets taken from afar: a place in today's line of one branch, behind whoever stands there.

A ticket from WeChat and one from the machine in the hall stand in one line, by the moment at which
each was taken (`line_us`), so nobody on the spot is overtaken by somebody at home.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.places.queues.business import Business
from weiyin.places.queues.days import day_number
from weiyin.places.queues.line import Line, line_of
from weiyin.places.queues.pace import hour_of
from weiyin.places.queues.wait import Wait, expect, pace_of
from weiyin.places.telling import Person
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

MOST_AT_ONCE = 2
"""Tickets one customer may hold: enough for a person, too few to empty a hall by phone."""
KEPT = timedelta(days=7)
"""How long a ticket remembers whose it was."""

_FIELDS = (
    "place_id, day, ticket_no, business, state, taken_us, line_us, called_us, counter, counters"
)
_HELD = sql("""
    SELECT count(*) FROM queue_tickets
    WHERE oa = :oa AND openid = :openid AND day = :day AND state = 'waiting'
""")
_NUMBER = sql("""
    INSERT INTO queue_numbers (book, place_id, day, last) VALUES (:book, :place_id, :day, 1)
    ON CONFLICT (book, place_id, day) DO UPDATE SET last = queue_numbers.last + 1
    RETURNING last
""")
_TAKE = sql("""
    INSERT INTO queue_tickets (book, place_id, day, ticket_no, business, state, oa, openid,
                               customer_no, taken_us, line_us, counter, ahead, counters, seq, told)
    VALUES (:book, :place_id, :day, :ticket_no, :business, 'waiting', :oa, :openid,
            :customer_no, :now_us, :now_us, '', :ahead, :counters, 0, 0)
    ON CONFLICT DO NOTHING
""")
_MINE = sql(f"""
    SELECT {_FIELDS} FROM queue_tickets
    WHERE book = :book AND oa = :oa AND openid = :openid AND customer_no = :customer_no
      AND day = :day
    ORDER BY taken_us DESC, ticket_no DESC
""")
_AHEAD = sql("""
    SELECT count(*) FROM queue_tickets
    WHERE book = :book AND place_id = :place_id AND day = :day AND business = :business
      AND state = 'waiting'
      AND (line_us < :line_us OR line_us = :line_us AND ticket_no < :ticket_no)
""")
_CANCEL = sql("""
    UPDATE queue_tickets SET state = 'cancelled', ended_us = :now_us
    WHERE book = :book AND oa = :oa AND openid = :openid AND customer_no = :customer_no
      AND day = :day AND place_id = :place_id AND ticket_no = :ticket_no AND state = 'waiting'
""")
_FORGET_WHO = sql("""
    UPDATE queue_tickets SET oa = '', openid = '', customer_no = ''
    WHERE openid <> '' AND taken_us < :before_us
""")
_FORGET = sql("DELETE FROM queue_tickets WHERE taken_us < :before_us")
_FORGET_NUMBERS = sql("DELETE FROM queue_numbers WHERE day < :day")
_HISTORY = timedelta(days=60)


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    DONE = "done"
    MISSED = "missed"
    """Called, and nobody came: the hall may put it back into the line."""
    CANCELLED = "cancelled"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    TicketState.WAITING: "排队中",
    TicketState.CALLED: "请到窗口",
    TicketState.DONE: "已办理",
    TicketState.MISSED: "已过号",
    TicketState.CANCELLED: "已取消",
}


@dataclass(frozen=True, slots=True)
class Ticket:
    """`ahead` and `wait` are of now, and only while it is waiting."""

    place_id: str
    day: int
    ticket_no: str
    business: Business
    state: TicketState
    taken_at: datetime
    called_at: datetime | None
    counter: str
    ahead: int
    wait: Wait | None


def take_ticket(
    tx: Tx, book: str, person: Person, place_id: str, business: Business, now: datetime
) -> Ticket:
    """Stand at the end of a branch's line. The caller has seen to it that the branch is open.

    Raises NotAllowed: no machine there tells of this line, or the customer holds enough tickets.
    """
    line = line_of(tx, book, place_id, business, now)
    if line is None or not line.counters:
        raise NotAllowed(
            "no_line", f"该网点{business.label}暂不支持微信取号，请换一个网点或到店取号"
        )
    day = day_number(now)
    held = tx.one(_HELD, oa=person.oa, openid=person.openid, day=day)
    if held is not None and held[0] >= MOST_AT_ONCE:
        raise NotAllowed("tickets", f"您已有{MOST_AT_ONCE}个号在排队，请办理或取消后再取号")
    number = tx.one(_NUMBER, book=book, place_id=place_id, day=day)
    assert number is not None
    ticket_no = f"W{number[0]:03d}"
    taken = tx.run(
        _TAKE,
        book=book,
        place_id=place_id,
        day=day,
        ticket_no=ticket_no,
        business=business.value,
        oa=person.oa,
        openid=person.openid,
        customer_no=person.customer_no,
        now_us=to_us(now),
        ahead=line.waiting,
        counters=line.counters,
    )
    if not taken:
        raise NotAllowed("ticket_held", f"您在该网点的{business.label}已有排队号，无需重复取号")
    return Ticket(
        place_id, day, ticket_no, business, TicketState.WAITING, now, None, "", line.waiting,
        line.wait,
    )  # fmt: skip


def access_tickets(reader: Reader, book: str, person: Person, now: datetime) -> list[Ticket]:
    """The customer's own tickets of today, newest first."""
    rows = reader.all(_MINE, book=book, day=day_number(now), **_who(person))
    return [_ticket(reader, book, row, now) for row in rows]


def access_ticket(
    reader: Reader, book: str, person: Person, place_id: str, ticket_no: str, now: datetime
) -> Ticket:
    """One of them. NotFound, alike for missing and another's."""
    for ticket in access_tickets(reader, book, person, now):
        if (ticket.place_id, ticket.ticket_no) == (place_id, ticket_no):
            return ticket
    raise NotFound


def cancel_ticket(
    tx: Tx, book: str, person: Person, place_id: str, ticket_no: str, now: datetime
) -> None:
    """Leave the line. NotFound when it is missing, another's or not waiting any more."""
    gone = tx.run(
        _CANCEL,
        book=book,
        day=day_number(now),
        place_id=place_id,
        ticket_no=ticket_no,
        now_us=to_us(now),
        **_who(person),
    )
    if not gone:
        raise NotFound


def forget_tickets(tx: Tx, now: datetime) -> int:
    """Forget whose a ticket of last week was, and tickets older than the paces look back."""
    who = tx.run(_FORGET_WHO, before_us=to_us(now - KEPT))
    numbers = tx.run(_FORGET_NUMBERS, day=day_number(now - KEPT))
    return who + numbers + tx.run(_FORGET, before_us=to_us(now - _HISTORY))


def _who(person: Person) -> dict[str, str]:
    return {"oa": person.oa, "openid": person.openid, "customer_no": person.customer_no}


def _ticket(reader: Reader, book: str, row: tuple[Any, ...], now: datetime) -> Ticket:
    place_id, day, ticket_no, name, state, taken_us, line_us, called_us, counter, counters = row
    business = Business(name)
    ahead, wait = 0, None
    if state == TicketState.WAITING:
        found = reader.one(
            _AHEAD,
            book=book,
            place_id=place_id,
            day=day,
            business=name,
            line_us=line_us,
            ticket_no=ticket_no,
        )
        ahead = found[0] if found else 0
        wait = _wait(reader, book, place_id, business, ahead, counters, now)
    called = None if called_us is None else from_us(called_us)
    return Ticket(
        place_id, day, ticket_no, business, TicketState(state), from_us(taken_us), called, counter,
        ahead, wait,
    )  # fmt: skip


def _wait(
    reader: Reader,
    book: str,
    place_id: str,
    business: Business,
    ahead: int,
    counters_then: int,
    now: datetime,
) -> Wait | None:
    """By the counters open now; by those of the moment it was taken if the machine fell silent."""
    line: Line | None = line_of(reader, book, place_id, business, now)
    pace = pace_of(reader, book, place_id, business, hour_of(now))
    if line is None:
        return expect(pace, ahead=ahead, counters=counters_then)
    return expect(pace, ahead=ahead, counters=line.counters, serving=line.serving)
