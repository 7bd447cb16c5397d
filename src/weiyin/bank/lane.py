"""Many callers' transfers in one set of statements: the quick road for orders that stand alone.

Whoever comes while a batch is on its way joins the next one, so the batch is as large as the
traffic and nobody waits for company. Each order is judged on its own and hears only its own
refusal. An order that is part of a larger unit of work (a confirmed draft) does not go this way.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future

from weiyin.bank.core import Receipt, TransferOrder
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.errors import Refused, TryLater, Unknown
from weiyin.storage.store import Store, Tx

_Waiting = tuple[TransferOrder, Future[Receipt]]
_Outcomes = list[Receipt | Refused]


class Lane:
    """One for a core; safe to use from any thread."""

    def __init__(self, store: Store, core: EmbeddedCore) -> None:
        self._store, self._core = store, core
        self._lock = threading.Lock()
        self._waiting: list[_Waiting] = []

    def transfer(self, order: TransferOrder) -> Receipt:
        """As `Books.transfer`, durable when it returns."""
        try:
            return self._join(order).result()
        except _SpoiltError:
            return self._store.run(lambda tx: self._core.books(tx).transfer(order))

    async def atransfer(self, order: TransferOrder) -> Receipt:
        """The same, awaited on an event loop."""
        try:
            return await asyncio.wrap_future(self._join(order))
        except _SpoiltError:
            return await self._store.arun(lambda tx: self._core.books(tx).transfer(order))

    def _join(self, order: TransferOrder) -> Future[Receipt]:
        future: Future[Receipt] = Future()
        with self._lock:
            self._waiting.append((order, future))
            first = len(self._waiting) == 1
        if first:
            self._send()
        return future

    def _send(self) -> None:
        taken: list[_Waiting] = []

        def work(tx: Tx) -> _Outcomes:
            if not taken:  # a unit that is run again keeps to the orders it began with
                taken.extend(self._take())
            return self._core.books(tx).transfer_many([order for order, _ in taken])

        try:
            done = self._store.submit(work)
        except Exception as error:
            _fail(self._take(), error)
            raise
        done.add_done_callback(lambda ended: _tell(taken or self._take(), ended))

    def _take(self) -> list[_Waiting]:
        """Those who go now; the next one to come sends a new batch."""
        with self._lock:
            taken, self._waiting = self._waiting, []
        return taken


class _SpoiltError(Exception):
    """Something in the batch broke it for all: each order tries alone and hears its own fate."""


def _tell(taken: list[_Waiting], ended: Future[_Outcomes]) -> None:
    """Each caller its own outcome; of a batch that failed as a whole, what to do about it."""
    error = ended.exception()
    if isinstance(error, TryLater | Unknown):
        _fail(taken, error)
    elif error is not None:
        _fail(taken, _SpoiltError())
    else:
        for (_, future), outcome in zip(taken, ended.result(), strict=True):
            if isinstance(outcome, Refused):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)


def _fail(taken: list[_Waiting], error: BaseException) -> None:
    for _, future in taken:
        future.set_exception(error)
