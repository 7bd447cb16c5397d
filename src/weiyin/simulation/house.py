"""The house's processes in a day: a web server and a worker on one disk, killed and started."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import Any, TypeVar

import httpx
from starlette.types import Receive, Scope, Send

from weiyin.app import App, Plugs, compose
from weiyin.base.errors import Unknown, WeiyinError
from weiyin.serving import make_gateway
from weiyin.simulation.carrier import Carrier
from weiyin.simulation.disk import Disk
from weiyin.simulation.faults import Killed
from weiyin.simulation.town import Town
from weiyin.simulation.wire import ToPlatform

T = TypeVar("T")


class OnTheSpot(Executor):
    """Does what it is given before it gives back the future."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - whoever asks for the result meets it
            done.set_exception(error)
        return done


class House:
    """`starts` counts the processes; what a process knew is gone with it."""

    def __init__(self, town: Town, disk: Disk, carrier: Carrier) -> None:
        self._town, self._disk = town, disk
        self._plugs = Plugs(clock=town.clock, topup=carrier, store=disk.opened, hands=OnTheSpot())
        self.starts = 0

    def wire(self, wire: ToPlatform) -> None:
        """Connect it to WeChat, and start it."""
        self._plugs = replace(self._plugs, wire=wire)
        self._start_web()
        self._worker = self._started()

    def _started(self) -> App:
        self.starts += 1
        return compose(self._town.settings, self._plugs, self._town.mind)

    def _start_web(self) -> None:
        self._web = self._started()
        self._gateway = make_gateway(self._web)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The callback, as WeChat reaches it."""
        self._gateway.opens(scope)
        try:
            await self._gateway(scope, receive, send)
        except Killed:
            self._start_web()
            raise httpx.RemoteProtocolError("the server went away") from None

    def visit(self, work: Callable[[App], T]) -> T:
        """What a page or a screen asks of the web server. Raises Unknown when that is killed."""
        try:
            return work(self._web)
        except Killed:
            self._start_web()
            raise Unknown("the server went away") from None

    def deliver(self) -> int:
        """A step of the worker; how many parcels it handled."""
        return self._work(lambda worker: worker.courier.step())

    def do_chores(self) -> None:
        """What is done every minute, if a minute has passed."""
        self._work(lambda worker: int(worker.courier.do_chores()))

    def _work(self, step: Callable[[App], int]) -> int:
        try:
            return step(self._worker)
        except Killed:
            self._worker = self._started()
        except WeiyinError:  # as `Courier.run`: it waits, and tries again
            pass
        return 0
