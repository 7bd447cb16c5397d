"""Appointments: made, changed, given up, kept or missed; each belongs to whoever made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import Conflict, NotAllowed, NotFound
from weiyin.base.ids import row_id
from weiyin.places.booking.slots import Slot, release, reserve
from weiyin.places.telling import Person
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

MISSED_MOST = 3
MISSED_WITHIN = timedelta(days=90)
"""Who missed that many in that time may not book until the first of them is older than that."""

FIELDS = (
    "appointment_no, place_id, business, start_us, units, words, state, oa, openid, customer_no"
)
"""What `from_row` reads, in its order."""
_MAKE = sql("""
    INSERT INTO appointments (appointment_no, book, place_id, business, oa, openid, customer_no,
                              start_us, units, words, state, reminded, made_us)
    VALUES (:appointment_no, :book, :place_id, :business, :oa, :openid, :customer_no,
            :start_us, :units, :words, :state, 0, :now_us)
    ON CONFLICT DO NOTHING
""")
_MISSED = sql("""
    SELECT count(*) FROM appointments
    WHERE book = :book AND customer_no = :customer_no AND state = 'missed'
      AND start_us > :since_us
""")
_MINE = sql(f"""
    SELECT {FIELDS} FROM appointments
    WHERE book = :book AND customer_no = :customer_no AND oa = :oa AND openid = :openid
      AND start_us > :since_us
    ORDER BY start_us, appointment_no
""")
_END = sql("""
    UPDATE appointments SET state = :state, ended_us = :now_us
    WHERE book = :book AND appointment_no = :appointment_no AND state IN ('booked', 'drawing')
""")
_MOVE = sql("""
    UPDATE appointments SET start_us = :start_us, place_id = :place_id, reminded = 0
    WHERE book = :book AND appointment_no = :appointment_no AND state = 'booked'
      AND start_us = :old_us AND place_id = :old_place
""")
_KEEP = sql("""
    UPDATE appointments SET state = 'kept', ended_us = :now_us
    WHERE book = :book AND place_id = :place_id AND state = 'booked'
      AND start_us BETWEEN :first_us AND :last_us
      AND lower(substr(appointment_no, 19)) = :short_no
""")
_SHOWN = timedelta(days=30)
_COMES = timedelta(days=1)
"""How far from its moment somebody may come for an appointment."""


class State(StrEnum):
    DRAWING = "drawing"
    """Waits for the draw of lots."""
    BOOKED = "booked"
    KEPT = "kept"
    MISSED = "missed"
    CANCELLED = "cancelled"
    LOST = "lost"
    """Drew a blank."""

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def open(self) -> bool:
        return self in {State.DRAWING, State.BOOKED}


_WORDS = {
    State.DRAWING: "等待抽签",
    State.BOOKED: "已预约",
    State.KEPT: "已到店",
    State.MISSED: "已爽约",
    State.CANCELLED: "已取消",
    State.LOST: "未中签",
}


@dataclass(frozen=True, slots=True)
class Appointment:
    """`words` say what is to be made ready: 人民币 100,000 元, 示范纪念币 20 枚."""

    appointment_no: str
    slot: Slot
    units: int
    words: str
    state: State
    person: Person

    @property
    def short_no(self) -> str:
        """The part that people read to each other."""
        return self.appointment_no[-8:].upper()


def make_appointment(
    tx: Tx,
    book: str,
    person: Person,
    slot: Slot,
    *,
    words: str,
    usual: int,
    now: datetime,
    units: int = 1,
    number: str = "",
) -> Appointment:
    """Reserve the slot and write the appointment down, under `number` if it has one already.

    Raises NotAllowed: nothing left, one at that moment already, or missed too many lately.
    """
    _check_missed(tx, book, person, now)
    if not reserve(tx, book, slot, units, usual):
        raise NotAllowed("slot_full", "这个时间已约满，请换一个时间或网点")
    return _write(tx, book, person, slot, units, words, State.BOOKED, now, number)


def draw_ticket(
    tx: Tx,
    book: str,
    person: Person,
    slot: Slot,
    *,
    words: str,
    units: int,
    now: datetime,
    number: str = "",
) -> Appointment:
    """Take part in a draw: nothing is reserved yet."""
    _check_missed(tx, book, person, now)
    return _write(tx, book, person, slot, units, words, State.DRAWING, now, number)


def access_appointments(
    reader: Reader, book: str, person: Person, now: datetime
) -> list[Appointment]:
    """The customer's own, from a month ago on, by when they are."""
    rows = reader.all(
        _MINE,
        book=book,
        customer_no=person.customer_no,
        oa=person.oa,
        openid=person.openid,
        since_us=to_us(now - _SHOWN),
    )
    return [from_row(row) for row in rows]


def access_appointment(
    reader: Reader, book: str, person: Person, appointment_no: str, now: datetime
) -> Appointment:
    """By its number or the short one. NotFound, alike for missing and another's."""
    for found in access_appointments(reader, book, person, now):
        if appointment_no.upper() in {found.short_no, found.appointment_no.upper()}:
            return found
    raise NotFound


def change_appointment(
    tx: Tx, book: str, appointment: Appointment, to: Slot, usual: int
) -> Appointment:
    """Move it to another slot: the new one is taken before the old is let go.

    Raises NotAllowed when the new one is full, Conflict when it is not booked there any more.
    """
    if not reserve(tx, book, to, appointment.units, usual):
        raise NotAllowed("slot_full", "这个时间已约满，请换一个时间或网点")
    moved = tx.run(
        _MOVE,
        book=book,
        appointment_no=appointment.appointment_no,
        start_us=to_us(to.start),
        place_id=to.place_id,
        old_us=to_us(appointment.slot.start),
        old_place=appointment.slot.place_id,
    )
    if not moved:
        raise Conflict
    release(tx, book, appointment.slot, appointment.units)
    return Appointment(
        appointment.appointment_no, to, appointment.units, appointment.words, State.BOOKED,
        appointment.person,
    )  # fmt: skip


def end_appointment(
    tx: Tx, book: str, appointment: Appointment, state: State, now: datetime
) -> None:
    """Give it up, or mark it kept, missed or lost. What will not be used goes back to others.

    Raises Conflict when it is over already.
    """
    ended = tx.run(
        _END,
        book=book,
        appointment_no=appointment.appointment_no,
        state=state.value,
        now_us=to_us(now),
    )
    if not ended:
        raise Conflict
    if state is State.CANCELLED and appointment.state is State.BOOKED:
        release(tx, book, appointment.slot, appointment.units)


def keep_appointment(tx: Tx, book: str, place_id: str, short_no: str, now: datetime) -> bool:
    """The branch says that somebody came; False when no such one is open there, or said before."""
    kept = tx.run(
        _KEEP,
        book=book,
        place_id=place_id,
        short_no=short_no.lower(),
        now_us=to_us(now),
        first_us=to_us(now - _COMES),
        last_us=to_us(now + _COMES),
    )
    return kept == 1


def from_row(row: Sequence[Any]) -> Appointment:
    """Out of the columns `FIELDS`."""
    number, place_id, business, start_us, units, words, state, oa, openid, customer_no = row
    return Appointment(
        number,
        Slot(place_id, business, from_us(start_us)),
        units,
        words,
        State(state),
        Person(oa, openid, customer_no),
    )


def _check_missed(tx: Tx, book: str, person: Person, now: datetime) -> None:
    row = tx.one(
        _MISSED,
        book=book,
        customer_no=person.customer_no,
        since_us=to_us(now - MISSED_WITHIN),
    )
    if row is not None and row[0] >= MISSED_MOST:
        raise NotAllowed(
            "missed",
            f"您近{MISSED_WITHIN.days}天有{row[0]}次预约未到店，暂不能在线预约，请直接到网点办理",
        )


def _write(
    tx: Tx,
    book: str,
    person: Person,
    slot: Slot,
    units: int,
    words: str,
    state: State,
    now: datetime,
    number: str,
) -> Appointment:
    number = number or row_id(now)
    made = tx.run(
        _MAKE,
        appointment_no=number,
        book=book,
        place_id=slot.place_id,
        business=slot.business,
        oa=person.oa,
        openid=person.openid,
        customer_no=person.customer_no,
        start_us=to_us(slot.start),
        units=units,
        words=words,
        state=state.value,
        now_us=to_us(now),
    )
    if not made:
        raise NotAllowed("twice", "您在这个时间已有同样的预约，可在“我的预约”中查看或改期")
    return Appointment(number, slot, units, words, state, person)
