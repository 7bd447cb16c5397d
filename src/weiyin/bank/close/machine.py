"""Closing a day: each step in units of work of a hundred subjects, going on where it was cut off.

close_through(store, core, day)   every day not closed yet, up to `day`; for a worker
close_day(store, core, day)       that day alone; for an operator
close_in(tx, core, day)           the same inside one unit of work; for building and replays
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from weiyin.bank.close.step import Step, steps
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.clock import shanghai_day, to_us
from weiyin.base.errors import BadInput
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Store, Tx

AT_ONCE = 100
"""Subjects in one unit of work."""

_TAKE = sql(
    "INSERT INTO close_steps (book, day, step, cursor, done, finished_us)"
    " VALUES (:book, :day, :step, '', 0, 0)"
    " ON CONFLICT (book, day, step) DO UPDATE SET cursor=close_steps.cursor"
    " RETURNING cursor, finished_us"
)
_SAVE = sql(
    "UPDATE close_steps SET cursor=:cursor, done=done+:done, finished_us=:finished_us"
    " WHERE book=:book AND day=:day AND step=:step"
)
_DONE = sql("SELECT step, done FROM close_steps WHERE book=:book AND day=:day")
_LAST = sql("SELECT MAX(day) FROM close_days WHERE book=:book")
_IS_CLOSED = sql("SELECT 1 FROM close_days WHERE book=:book AND day=:day")
_CLOSE = sql(
    "INSERT INTO close_days (book, day, closed_us) VALUES (:book, :day, :closed_us)"
    " ON CONFLICT (book, day) DO NOTHING"
)

Heard = Callable[[date, Step, int], None]
"""Told after each unit of work: the day, the step, how much was done by it."""


def _silent(_day: date, _step: Step, _done: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed day: how much each step did, over all its runs."""

    day: date
    done: tuple[tuple[str, int], ...]


def close_through(
    store: Store, core: EmbeddedCore, day: date, *, first: date, heard: Heard = _silent
) -> int:
    """Close every day after the last closed one, up to `day`; `first` if none was ever closed.

    How many days were closed now.
    """
    last = store.read(lambda reader: last_closed(reader, core.book))
    start = first if last is None else last + timedelta(days=1)
    days = [start + timedelta(days=one) for one in range((day - start).days + 1)]
    for one in days:
        close_day(store, core, one, heard)
    return len(days)


def close_day(store: Store, core: EmbeddedCore, day: date, heard: Heard = _silent) -> Closed:
    """Raises BadInput for a day that has not ended, or was passed over by a later one."""
    check_ended(core, day)
    store.read(lambda reader: _check_sequence(reader, core.book, day))
    for step in steps():
        more = True
        while more:
            more, done = store.run(partial(_chunk, core=core, day=day, step=step))
            heard(day, step, done)
    return store.run(lambda tx: _seal(tx, core, day))


def close_in(tx: Tx, core: EmbeddedCore, day: date, *, quiet: bool = False) -> Closed:
    """Close the day wholly inside the caller's unit of work; `quiet` tells nobody of it."""
    check_ended(core, day)
    for step in steps():
        while _chunk(tx, core, day, step, quiet=quiet)[0]:
            pass
    return _seal(tx, core, day)


def check_ended(core: EmbeddedCore, day: date) -> None:
    if day >= shanghai_day(core.clock.now()):
        raise BadInput("date", f"{day} has not ended yet: a day is closed after its midnight")


def _check_sequence(reader: Reader, book: str, day: date) -> None:
    last = last_closed(reader, book)
    if last is not None and day < last and not is_closed(reader, book, day):
        raise BadInput("date", f"{last} is closed already: days are closed in their sequence")


def last_closed(reader: Reader, book: str) -> date | None:
    row = reader.one(_LAST, book=book)
    return None if row is None or row[0] is None else date.fromisoformat(row[0])


def is_closed(reader: Reader, book: str, day: date) -> bool:
    return reader.one(_IS_CLOSED, book=book, day=day.isoformat()) is not None


def _chunk(
    tx: Tx, core: EmbeddedCore, day: date, step: Step, *, quiet: bool = False
) -> tuple[bool, int]:
    """Do the next subjects of a step: whether any are left, and how much was done.

    Taking the row holds up a second worker at the same step until this unit ends.
    """
    where = {"book": core.book, "day": day.isoformat(), "step": step.name}
    row = tx.one(_TAKE, **where)
    assert row is not None, "a row that is put is there"
    cursor, finished_us = row
    if finished_us:
        return False, 0
    office = core.office(tx, quiet=quiet)
    subjects = step.subjects(office, day, cursor, AT_ONCE)
    assert list(subjects) == sorted(set(subjects)), f"{step.name}: subjects are not ascending"
    done = sum(step.close(office, day, subject) for subject in subjects)
    more = len(subjects) == AT_ONCE
    finished = 0 if more else to_us(core.clock.now())
    reached = subjects[-1] if subjects else cursor
    tx.run(_SAVE, **where, cursor=reached, done=done, finished_us=finished)
    return more, done


def _seal(tx: Tx, core: EmbeddedCore, day: date) -> Closed:
    tx.run(_CLOSE, book=core.book, day=day.isoformat(), closed_us=to_us(core.clock.now()))
    done = dict(tx.all(_DONE, book=core.book, day=day.isoformat()))
    return Closed(day, tuple((step.name, int(done.get(step.name, 0))) for step in steps()))
