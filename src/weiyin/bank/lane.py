"""Many callers' transfers in one set of statements: the quick road for orders that stand alone.

Whoever comes while a batch is on its way joins the next one, so the batch is as large as the
traffic and nobody waits for company. Each order is judged on its own and hears only its own
refusal. An order that is part of a larger unit of work (a confirmed draft) does not go this way.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future

from weiyin.bank.core import Receipt, TransferOrder
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.errors import Refused, TryLater, Unknown
from weiyin.storage.store import Store, Tx

_Future = Future[Receipt] | asyncio.Future[Receipt]
_Waiting = tuple[TransferOrder, _Future]
_Outcomes = list[Receipt | Refused]
_Sent = Future[_Outcomes] | asyncio.Future[_Outcomes]
_Send = Callable[[Callable[[Tx], _Outcomes]], _Sent]


class Lane:
    """One for a core; safe to use from any thread."""

    def __init__(self, store: Store, core: EmbeddedCore) -> None:
        self._store, self._core = store, core
        self._blocking = _Company(store.submit, core)
        self._awaiting: dict[asyncio.AbstractEventLoop, _Company] = {}

    def transfer(self, order: TransferOrder) -> Receipt:
        """As `Books.transfer`, durable when it returns."""
        future: Future[Receipt] = Future()
        self._blocking.join(order, future)
        try:
            return future.result()
        except _SpoiltError:
            return self._store.run(lambda tx: self._core.books(tx).transfer(order))

    async def atransfer(self, order: TransferOrder) -> Receipt:
        """The same, awaited on an event loop."""
        loop = asyncio.get_running_loop()
        company = self._awaiting.get(loop)
        if company is None:
            self._awaiting = {loop: (company := _Company(self._store.arun, self._core))}
        future: asyncio.Future[Receipt] = loop.create_future()
        company.join(order, future)
        try:
            return await future
        except _SpoiltError:
            return await self._store.arun(lambda tx: self._core.books(tx).transfer(order))


class _Company:
    """Those who wait in one way: on threads, or on one event loop."""

    def __init__(self, send: _Send, core: EmbeddedCore) -> None:
        self._send_unit, self._core = send, core
        self._lock = threading.Lock()
        self._waiting: list[_Waiting] = []

    def join(self, order: TransferOrder, future: _Future) -> None:
        with self._lock:
            self._waiting.append((order, future))
            first = len(self._waiting) == 1
        if first:
            self._send()

    def _send(self) -> None:
        taken: list[_Waiting] = []

        def work(tx: Tx) -> _Outcomes:
            if not taken:  # a unit that is run again keeps to the orders it began with
                taken.extend(self._take())
            return self._core.books(tx).transfer_many([order for order, _ in taken])

        def tell(ended: _Sent) -> None:
            _tell(taken or self._take(), ended)

        try:
            self._send_unit(work).add_done_callback(tell)
        except Exception as error:
            _fail(self._take(), error)
            raise

    def _take(self) -> list[_Waiting]:
        """Those who go now; the next one to come sends a new batch."""
        with self._lock:
            taken, self._waiting = self._waiting, []
        return taken


class _SpoiltError(Exception):
    """Something in the batch broke it for all: each order tries alone and hears its own fate."""


def _tell(taken: list[_Waiting], ended: _Sent) -> None:
    """Each caller its own outcome; of a batch that failed as a whole, what to do about it."""
    error = ended.exception()
    if isinstance(error, TryLater | Unknown):
        _fail(taken, error)
    elif error is not None:
        _fail(taken, _SpoiltError())
    else:
        for (_, future), outcome in zip(taken, ended.result(), strict=True):
            if future.done():  # given up meanwhile
                continue
            if isinstance(outcome, Refused):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)


def _fail(taken: list[_Waiting], error: BaseException) -> None:
    for _, future in taken:
        if not future.done():
            future.set_exception(error)
