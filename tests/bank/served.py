"""A core in a process of its own: `python -m tests.bank.served DATABASE_URL FD KEY`.

The listening socket is inherited, so that callers wait in it while one server follows another.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from tests.bank import town
from tests.source import ROOT
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.http import core_app
from weiyin.base.clock import SystemClock
from weiyin.base.mask import Secret
from weiyin.storage.store import open_store

KEY = "a-key-of-the-test-core"


@dataclass
class Served:
    """A server that can be killed and started again at the same address."""

    database_url: str
    listener: socket.socket
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        self.process = _start(self.database_url, self.listener)


@contextmanager
def served(database_url: str) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:
        one = Served(database_url, listener, _start(database_url, listener))
        try:
            yield one
        finally:
            one.kill()


def _start(database_url: str, listener: socket.socket) -> subprocess.Popen[bytes]:
    fd = listener.fileno()
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bank.served", database_url, str(fd)],
        cwd=ROOT, pass_fds=(fd,), env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip


def main() -> None:
    url, fd = sys.argv[1:]
    clock = SystemClock()
    store = open_store(url)
    core = EmbeddedCore(town.BOOK, clock, town.plain_sealer())
    try:
        uvicorn.run(
            core_app(core, store, Secret(KEY), clock), fd=int(fd), log_level="critical",
            access_log=False, timeout_graceful_shutdown=2,
        )  # fmt: skip
    finally:
        store.close()


if __name__ == "__main__":
    main()
