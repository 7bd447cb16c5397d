"""What the clock does to appointments: a reminder the day before, and missed when nobody came."""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.base.clock import SHANGHAI, to_us
from weiyin.places.booking.appointment import FIELDS, Appointment, State, end_appointment, from_row
from weiyin.places.search import get
from weiyin.places.telling import tell
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

AHEAD = timedelta(hours=24)
GRACE = timedelta(hours=8)
"""After this nobody comes any more: the branch has closed, and has said who did."""
_AT_ONCE = 200

_SOON = sql(f"""
    SELECT {FIELDS} FROM appointments
    WHERE book = :book AND state = 'booked' AND start_us BETWEEN :now_us AND :until_us
      AND reminded = 0
    ORDER BY start_us LIMIT {_AT_ONCE}
""")
_REMINDED = sql("""
    UPDATE appointments SET reminded = 1
    WHERE book = :book AND appointment_no = :appointment_no AND reminded = 0
""")
_OVER = sql(f"""
    SELECT {FIELDS} FROM appointments
    WHERE book = :book AND state = 'booked' AND start_us < :until_us
      AND business NOT LIKE 'issue:%'
    ORDER BY start_us LIMIT {_AT_ONCE}
""")


def remind_soon(tx: Tx, book: str, now: datetime) -> int:
    """Tell whoever comes within a day, once; how many."""
    rows = tx.all(_SOON, book=book, now_us=to_us(now), until_us=to_us(now + AHEAD))
    return sum(_remind(tx, book, from_row(row), now) for row in rows)


def mark_missed(tx: Tx, book: str, now: datetime) -> int:
    """Those whose time is long over and of whom no branch said that they came; how many.

    Notes and coins may be fetched for weeks: their end is the branch's to say.
    """
    rows = tx.all(_OVER, book=book, until_us=to_us(now - GRACE - AHEAD))
    for row in rows:
        end_appointment(tx, book, from_row(row), State.MISSED, now)
    return len(rows)


def _remind(tx: Tx, book: str, found: Appointment, now: datetime) -> bool:
    if not tx.run(_REMINDED, book=book, appointment_no=found.appointment_no):
        return False
    local = found.slot.start.astimezone(SHANGHAI)
    facts = (
        ("预约内容", found.words),
        ("时间", f"{local.month}月{local.day}日 {local:%H:%M}"),
        ("网点", get(tx, book, found.slot.place_id).name),
    )
    key = f"appointment:{found.appointment_no}:{to_us(found.slot.start)}"
    return tell(
        tx, found.person, kind="appointment_soon", title="预约提醒", facts=facts, at=now, key=key
    )
