"""A bank served by a process that can be killed, beside a stand-in that lives on."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from pydantic import BaseModel, SecretStr

from tests.e2e.phone import Phone
from tests.e2e.sockets import listening, url_of
from tests.e2e.town import Platform, platform_at, platform_settings, settings_of
from tests.house.bank import BOOK, stock, stock_places
from weiyin.app import compose
from weiyin.base.clock import SystemClock
from weiyin.settings import Settings
from weiyin.storage.sql import Sql
from weiyin.storage.store import Store, open_store

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Bank:
    """One process at a time, at a socket that outlives it. What it prints is kept in `printed`."""

    listener: socket.socket
    settings: Settings
    environment: dict[str, str]
    printed: Path
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        return url_of(self.listener)

    def start(self, slow_seconds: float = 0) -> None:
        command = [sys.executable, "-m", "tests.e2e.child", str(self.listener.fileno())]
        with self.printed.open("ab") as out:
            self.process = subprocess.Popen(
                [*command, str(slow_seconds)],
                cwd=ROOT,
                env=self.environment,
                stdout=out,
                stderr=out,
                pass_fds=[self.listener.fileno()],
            )

    def await_ready(self) -> None:
        """The question waits at the socket until somebody answers it."""
        httpx.get(f"{self.url}/healthz", timeout=30, trust_env=False).raise_for_status()

    def kill(self) -> None:
        """As the power would: no farewell."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds: float = 15) -> int:
        """As an operator would; the exit status."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(seconds)


@dataclass
class Place:
    """The stand-in and the bank, with the bank's store for a look."""

    platform: Platform
    bank: Bank
    store: Store
    wang: Phone
    li: Phone

    def look(self, statement: Sql) -> list[tuple[Any, ...]]:
        return self.store.read(lambda reader: reader.all(statement))


@contextmanager
def open_place(database_url: str, folder: Path, **more: Any) -> Iterator[Place]:
    """The small bank, stocked; its process is not started yet. `more` are changed settings."""
    with ExitStack() as stack:
        platform_line = stack.enter_context(listening())
        bank_line = stack.enter_context(listening())
        platform_url = url_of(platform_line)
        settings = settings_of(database_url, url_of(bank_line), platform_url, **more)
        _stock(settings)
        platform = stack.enter_context(
            platform_at(platform_line, platform_settings(url_of(bank_line)), SystemClock())
        )
        store = open_store(database_url)
        stack.callback(store.close)
        bank = Bank(bank_line, settings, environment_of(settings), folder / "printed")
        stack.callback(_end, bank)
        phones = [Phone(platform_url, bank.url, name) for name in ("wang", "li")]
        for phone in phones:
            stack.callback(phone.close)
        yield Place(platform, bank, store, *phones)


def _stock(settings: Settings) -> None:
    app = compose(settings)
    try:
        app.store.run(lambda tx: stock(tx, app.cores[BOOK], app.clock.now()))  # type: ignore[arg-type]
        app.store.run(stock_places)
    finally:
        app.close()


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as an operator gives them, in this process's environment."""
    told = {name: value for name, value in os.environ.items() if not name.startswith("WEIYIN_")}
    for name in settings.model_fields_set:
        value = _plain(getattr(settings, name))
        told[f"WEIYIN_{name.upper()}"] = value if isinstance(value, str) else json.dumps(value)
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in value.model_fields_set}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _end(bank: Bank) -> None:
    if bank.process is not None and bank.process.poll() is None:
        bank.kill()
