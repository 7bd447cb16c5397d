"""A key that comes back with another question is refused, and people learn of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from weiyin.bank.postings import KeyReused
from weiyin.base.clock import Clock
from weiyin.storage import audit
from weiyin.storage.store import Store, Tx

T = TypeVar("T")


def watched(store: Store, clock: Clock, work: Callable[[Tx], T], *, oa: str = "") -> T:
    """`store.run(work)`; a `KeyReused` is recorded in a unit of its own, then raised on.

    The refused unit itself leaves nothing behind, so the record cannot be part of it.
    """
    try:
        return store.run(work)
    except KeyReused as error:
        record_reuse(store, clock, error, oa=oa)
        raise


def record_reuse(store: Store, clock: Clock, error: KeyReused, *, oa: str = "") -> None:
    """The alarm row: which book, which key. What was asked is nobody's business here."""
    store.run(
        lambda tx: audit.record(
            tx,
            oa=oa,
            who="bank",
            what="key_reused",
            whom=f"{error.book}/{error.key}",
            why="the key holds another question",
            outcome="refused",
            at=clock.now(),
        )
    )
