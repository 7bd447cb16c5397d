"""How many people wait at a branch now: the branch's ticket machine reports, customers look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import BadInput
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

FRESH = timedelta(minutes=30)
"""An older report says nothing about now."""

_MINUTES_EACH = 6
"""A usual time at the counter for one person."""

_PUT = sql("""
    INSERT INTO branch_queues (book, place_id, waiting, windows, at_us)
    VALUES (:book, :place_id, :waiting, :windows, :at_us)
    ON CONFLICT (book, place_id) DO UPDATE SET
        waiting = excluded.waiting, windows = excluded.windows, at_us = excluded.at_us
    WHERE excluded.at_us >= branch_queues.at_us
""")
_ONE = sql("""
    SELECT waiting, windows, at_us FROM branch_queues WHERE book = :book AND place_id = :place_id
""")


@dataclass(frozen=True, slots=True)
class Queue:
    """`waiting` people before `windows` open counters, as reported `at`."""

    waiting: int
    windows: int
    at: datetime

    @property
    def minutes(self) -> int:
        """About how long a person who comes now will wait."""
        return -(-self.waiting * _MINUTES_EACH // max(self.windows, 1))

    def words(self) -> str:
        """`等候8人，约需16分钟`."""
        return f"等候{self.waiting}人，约需{self.minutes}分钟" if self.waiting else "无需等候"


def report(tx: Tx, book: str, place_id: str, *, waiting: int, windows: int, at: datetime) -> None:
    """What a branch's ticket machine says. A report older than the one we have is dropped."""
    if not (0 <= waiting <= 9999 and 0 <= windows <= 999):
        raise BadInput("waiting", "排队人数有误")
    tx.run(_PUT, book=book, place_id=place_id, waiting=waiting, windows=windows, at_us=to_us(at))


def queue_at(reader: Reader, book: str, place_id: str, now: datetime) -> Queue | None:
    """The queue as it is now, None when nothing fresh is known."""
    row = reader.one(_ONE, book=book, place_id=place_id)
    if row is None:
        return None
    queue = Queue(row[0], row[1], from_us(row[2]))
    return queue if abs(now - queue.at) <= FRESH else None
