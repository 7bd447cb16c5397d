"""What a branch's queue machine reports, applied so that order and repetition do not matter.

Every report is a whole state, never a step, and carries the machine's own running number `seq`.
A ticket, a line or a cash machine is overwritten only by a higher number, so the same report
twice, or an old one after a newer, changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput
from weiyin.places.queues.business import Business
from weiyin.places.queues.calling import tell_called, tell_nearly
from weiyin.places.queues.days import day_number
from weiyin.places.queues.ticket import TicketState
from weiyin.places.telling import Person
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_LINE = sql("""
    INSERT INTO queue_lines (book, place_id, business, counters, seq, heard_us)
    VALUES (:book, :place_id, :business, :counters, :seq, :at_us)
    ON CONFLICT (book, place_id, business) DO UPDATE SET
        counters = excluded.counters, seq = excluded.seq, heard_us = excluded.heard_us
    WHERE excluded.seq > queue_lines.seq
""")
_MACHINE = sql("""
    INSERT INTO machine_states (book, place_id, state, seq, heard_us)
    VALUES (:book, :place_id, :state, :seq, :at_us)
    ON CONFLICT (book, place_id) DO UPDATE SET
        state = excluded.state, seq = excluded.seq, heard_us = excluded.heard_us
    WHERE excluded.seq > machine_states.seq
""")
# A transferred ticket keeps whose it is and when it was taken; one called twice was called first.
_TICKET = sql("""
    INSERT INTO queue_tickets (book, place_id, day, ticket_no, business, state, oa, openid,
                               customer_no, taken_us, line_us, called_us, ended_us, counter, ahead,
                               counters, seq, told)
    VALUES (:book, :place_id, :day, :ticket_no, :business, :state, '', '', '', :taken_us, :line_us,
            :called_us, :ended_us, :counter,
            (SELECT count(*) FROM queue_tickets
             WHERE book = :book AND place_id = :place_id AND day = :day AND business = :business
               AND state = 'waiting' AND line_us < :line_us),
            COALESCE((SELECT counters FROM queue_lines WHERE book = :book AND place_id = :place_id
                      AND business = :business), 0),
            :seq, 0)
    ON CONFLICT (book, place_id, day, ticket_no) DO UPDATE SET
        business = excluded.business, state = excluded.state, line_us = excluded.line_us,
        called_us = COALESCE(queue_tickets.called_us, excluded.called_us),
        ended_us = excluded.ended_us, counter = excluded.counter, seq = excluded.seq,
        told = CASE WHEN queue_tickets.line_us <> excluded.line_us THEN 0
                    ELSE queue_tickets.told END
    WHERE excluded.seq > queue_tickets.seq AND queue_tickets.state <> 'cancelled'
    RETURNING oa, openid, customer_no
""")
_AFAR = sql("""
    SELECT t.ticket_no, t.business, t.state, t.taken_us,
           (SELECT count(*) FROM queue_tickets o
            WHERE o.book = t.book AND o.place_id = t.place_id AND o.day = t.day
              AND o.business = t.business AND o.state = 'waiting' AND o.line_us < t.line_us)
    FROM queue_tickets t
    WHERE t.book = :book AND t.place_id = :place_id AND t.day = :day AND t.seq = 0
      AND t.openid <> ''
    ORDER BY t.line_us, t.ticket_no
""")


@dataclass(frozen=True, slots=True)
class TicketReport:
    """`line_at` is the place in the line: its taking, unless it was put back or sent elsewhere."""

    seq: int
    at: datetime
    ticket_no: str
    business: Business
    state: TicketState
    taken_at: datetime
    line_at: datetime
    counter: str = ""


@dataclass(frozen=True, slots=True)
class LineReport:
    seq: int
    at: datetime
    business: Business
    counters: int


MachineState = Literal["works", "no_cash", "out"]


@dataclass(frozen=True, slots=True)
class MachineReport:
    """Of a cash machine: `works`, `no_cash` (deposits only), `out` of order."""

    seq: int
    at: datetime
    state: MachineState


Report = TicketReport | LineReport | MachineReport


@dataclass(frozen=True, slots=True)
class FromAfar:
    """A ticket taken on WeChat that the machine has not told of yet: it is to be called there."""

    ticket_no: str
    business: str
    state: str
    taken_us: int
    ahead: int


def apply_reports(tx: Tx, book: str, place_id: str, reports: Sequence[Report]) -> int:
    """Take in what the machine of a branch says; how many told something new.

    Whoever was called, or is nearly, is told in this very unit. Raises BadInput.
    """
    applied = 0
    moved: dict[tuple[int, Business], datetime] = {}
    for report in reports:
        new = _apply(tx, book, place_id, report)
        applied += new
        if new and isinstance(report, TicketReport):
            moved[day_number(report.taken_at), report.business] = report.at
    for (day, business), at in moved.items():
        tell_nearly(tx, book, place_id, day, business, at)
    return applied


def from_afar(reader: Reader, book: str, place_id: str, now: datetime) -> list[FromAfar]:
    """What the machine does not know yet: tickets taken, or given up, on WeChat today."""
    rows = reader.all(_AFAR, book=book, place_id=place_id, day=day_number(now))
    return [FromAfar(*row) for row in rows]


def _apply(tx: Tx, book: str, place_id: str, report: Report) -> bool:
    where = {"book": book, "place_id": place_id, "seq": report.seq}
    match report:
        case LineReport():
            if not 0 <= report.counters <= 99:
                raise BadInput("counters", "窗口数有误")
            return bool(
                tx.run(
                    _LINE,
                    business=report.business.value,
                    counters=report.counters,
                    at_us=to_us(report.at),
                    **where,
                )
            )
        case MachineReport():
            return bool(tx.run(_MACHINE, state=report.state, at_us=to_us(report.at), **where))
        case TicketReport():
            return _apply_ticket(tx, book, place_id, report)


def _apply_ticket(tx: Tx, book: str, place_id: str, report: TicketReport) -> bool:
    over = report.state in {TicketState.DONE, TicketState.MISSED, TicketState.CANCELLED}
    called = report.state is TicketState.CALLED
    row = tx.one(
        _TICKET,
        book=book,
        place_id=place_id,
        day=day_number(report.taken_at),
        ticket_no=report.ticket_no,
        business=report.business.value,
        state=report.state.value,
        taken_us=to_us(report.taken_at),
        line_us=to_us(report.line_at),
        called_us=to_us(report.at) if called else None,
        ended_us=to_us(report.at) if over else None,
        counter=report.counter,
        seq=report.seq,
    )
    if row is None:
        return False
    person = Person(*row)
    if person.openid and called:
        tell_called(tx, book, place_id, person, report.ticket_no, report.counter, report.at)
    return True
