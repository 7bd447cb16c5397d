"""A core in a process of its own, which can be killed and followed by another at the same address.

The listening socket belongs to the test: callers wait in it while one server follows another. The
servers are forked from a process that has imported everything, so one is up in a few hundredths of
a second.
"""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

import uvicorn

from tests.bank import town
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.http import core_app
from weiyin.base.clock import SystemClock
from weiyin.base.mask import Secret
from weiyin.storage.store import open_store

KEY = "a-key-of-the-test-core"


class Served:
    """The server now running."""

    def __init__(self, database_url: str, listener: socket.socket) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__])
        self._database_url, self._listener = database_url, listener
        self._process: BaseProcess
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def start(self) -> None:
        self._process = self._context.Process(
            target=serve, args=(self._database_url, self._listener)
        )
        self._process.start()

    def move(self, database_url: str) -> None:
        """The next one works on another database."""
        self._database_url = database_url

    def kill(self) -> None:
        """Kill −9, and wait until it is gone."""
        self._process.kill()
        self._process.join()
        self._process.close()


@contextmanager
def served(database_url: str) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:
        one = Served(database_url, listener)
        try:
            yield one
        finally:
            one.kill()


def serve(database_url: str, listener: socket.socket) -> None:
    """What the process does until it is killed."""
    clock = SystemClock()
    store = open_store(database_url)
    app = core_app(EmbeddedCore(town.BOOK, clock, town.plain_sealer()), store, Secret(KEY), clock)
    config = uvicorn.Config(app, log_level="critical", access_log=False)
    uvicorn.Server(config).run(sockets=[listener])
