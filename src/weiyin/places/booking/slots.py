"""A slot: so much of something at a branch at a moment. It is never given out beyond its capacity.

The judging and the taking are one conditional UPDATE, so that a thousand at once cannot both see
the last seat and sit down on it; nothing is read beforehand that a decision rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import from_us, to_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_OPEN = sql("""
    INSERT INTO appointment_slots (book, place_id, business, start_us, capacity, taken)
    VALUES (:book, :place_id, :business, :start_us, :capacity, 0)
    ON CONFLICT (book, place_id, business, start_us) DO NOTHING
""")
_SET = sql("""
    INSERT INTO appointment_slots (book, place_id, business, start_us, capacity, taken)
    VALUES (:book, :place_id, :business, :start_us, :capacity, 0)
    ON CONFLICT (book, place_id, business, start_us) DO UPDATE SET capacity = excluded.capacity
""")
_TAKE = sql("""
    UPDATE appointment_slots SET taken = taken + :units
    WHERE book = :book AND place_id = :place_id AND business = :business
      AND start_us = :start_us AND taken + :units <= capacity
""")
_GIVE_BACK = sql("""
    UPDATE appointment_slots SET taken = taken - :units
    WHERE book = :book AND place_id = :place_id AND business = :business
      AND start_us = :start_us AND taken >= :units
""")
_TAKEN = sql("""
    SELECT start_us, capacity - taken FROM appointment_slots
    WHERE book = :book AND place_id = :place_id AND business = :business
      AND start_us BETWEEN :first_us AND :last_us
""")
_STOCK = sql("""
    SELECT place_id, capacity - taken FROM appointment_slots
    WHERE book = :book AND business = :business AND start_us = :start_us AND capacity > 0
    ORDER BY place_id
""")


@dataclass(frozen=True, slots=True)
class Slot:
    """`business` is a service's key, `large_cash:CNY`, or an issue of notes or coins."""

    place_id: str
    business: str
    start: datetime


def set_capacity(tx: Tx, book: str, slot: Slot, capacity: int) -> None:
    """What a branch does at that moment, in place of the usual. What is taken stays taken."""
    tx.run(_SET, capacity=capacity, **_key(book, slot))


def reserve(tx: Tx, book: str, slot: Slot, units: int, usual: int) -> bool:
    """Take `units` if so many are left; `usual` is the capacity of a slot not spoken of before."""
    assert units > 0
    tx.run(_OPEN, capacity=usual, **_key(book, slot))
    return tx.run(_TAKE, units=units, **_key(book, slot)) == 1


def release(tx: Tx, book: str, slot: Slot, units: int) -> None:
    """Give back what was taken."""
    tx.run(_GIVE_BACK, units=units, **_key(book, slot))


def left(
    reader: Reader,
    book: str,
    place_id: str,
    business: str,
    starts: tuple[datetime, ...],
    usual: int,
) -> dict[datetime, int]:
    """How much is left at each of these moments."""
    if not starts:
        return {}
    rows = reader.all(
        _TAKEN,
        book=book,
        place_id=place_id,
        business=business,
        first_us=to_us(min(starts)),
        last_us=to_us(max(starts)),
    )
    known = {from_us(start_us): count for start_us, count in rows}
    return {start: max(known.get(start, usual), 0) for start in starts}


def stock(reader: Reader, book: str, business: str, start: datetime) -> dict[str, int]:
    """What is left of something handed out at one moment, by branch."""
    rows = reader.all(_STOCK, book=book, business=business, start_us=to_us(start))
    return {place_id: count for place_id, count in rows}  # noqa: C416 - rows are of any length


def _key(book: str, slot: Slot) -> dict[str, object]:
    return {
        "book": book,
        "place_id": slot.place_id,
        "business": slot.business,
        "start_us": to_us(slot.start),
    }
