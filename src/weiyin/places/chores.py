"""What places need done as time goes by: every minute, and once a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from weiyin.base.clock import Clock
from weiyin.places.booking.form import forget_forms
from weiyin.places.booking.issue import draw_due
from weiyin.places.booking.reminding import mark_missed, remind_soon
from weiyin.places.offers.expiring import forget_coupons, remind_expiring
from weiyin.places.queues.pace import refit
from weiyin.places.queues.ticket import forget_tickets
from weiyin.places.stays import forget_stays
from weiyin.places.whereabouts import forget_whereabouts
from weiyin.storage.store import Store, Tx


def chores(store: Store, books: Iterable[str], clock: Clock) -> tuple[Callable[[], object], ...]:
    """For every minute: remind, draw lots, see who did not come, erase where people were."""
    return tuple(partial(_do, store, book, clock) for book in books)


def purges(books: Iterable[str]) -> tuple[Callable[[Tx, datetime], int], ...]:
    """For every day: fit the lines' paces anew, delete what is over."""
    return (*(partial(_fit, book) for book in books), _purge)


def _do(store: Store, book: str, clock: Clock) -> None:
    """One unit; safe to do twice."""

    def work(tx: Tx) -> None:
        now = clock.now()
        draw_due(tx, book, now)
        remind_soon(tx, book, now)
        remind_expiring(tx, book, now)
        mark_missed(tx, book, now)
        forget_whereabouts(tx, now)

    store.run(work)


def _fit(book: str, tx: Tx, now: datetime) -> int:
    return refit(tx, book, now)


def _purge(tx: Tx, now: datetime) -> int:
    return sum(
        forget(tx, now) for forget in (forget_tickets, forget_forms, forget_coupons, forget_stays)
    )
