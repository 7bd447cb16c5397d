"""The bank's books in another process, over HTTP: the same functions, and what silence means."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.checks import Sabotage
from tests.e2e.phone import page_words
from tests.e2e.processes import ROOT, environment_of
from tests.e2e.sockets import listening, serving, until, url_of
from tests.e2e.town import Town, open_town, settings_of
from tests.house.bank import BOOK, LI, WANG, stock
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.http import core_app
from weiyin.bank.wire import told
from weiyin.base.clock import ManualClock, SystemClock
from weiyin.base.errors import Conflict
from weiyin.base.mask import Secret
from weiyin.base.ports import free_port
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, open_store

SABOTAGE = {
    "O05": Sabotage(
        "src/weiyin/reception/confirming.py",
        "situation = self.store.read(lambda r: self.situation(r, session, found.draft_id))",
        "situation = self.store.read(\n"
        "            lambda r: self.situation(r, session, found.draft_id + str(id(r)))\n        )",
    ),
}
KEY = "town-core-key-77aa"
_TRANSFERS = sql("SELECT COUNT(*) FROM ledger_entries WHERE kind='transfer'")


@dataclass
class Line:
    """The wire to the core: `fault` befalls the next transfers, each once.

    `lost`: the core does it, nobody hears. `late`: it does it and answers too late. `down`: a
    gateway before it answers 503. `deaf`: the connection is cut before the core hears. `twin`: it
    does it and says that the same order is on its way by another hand.
    """

    app: Any
    faults: list[str] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        fault = self._next(scope)
        if fault == "down":
            await _say(send, 503, b"<html>upstream</html>")
        elif fault == "lost":
            await self.app(scope, receive, _nobody)
            await _say(send, 200, b"", length=64)
        elif fault == "late":
            await self.app(scope, receive, _nobody)
            await asyncio.sleep(1.0)
            await _say(send, 200, b"{}")
        elif fault == "twin":
            await self.app(scope, receive, _nobody)
            await _say(send, *told(Conflict()))
        elif fault == "deaf":
            await _say(send, 200, b"", length=64)
        else:
            await self.app(scope, receive, send)

    def _next(self, scope: Any) -> str:
        wanted = scope["type"] == "http" and scope["path"] == "/v1/transfers"
        return self.faults.pop(0) if wanted and self.faults else ""


async def _nobody(_: Any) -> None:
    """Hears nothing."""


async def _say(send: Any, status: int, body: bytes, length: int = -1) -> None:
    told = str(len(body) if length < 0 else length).encode()
    headers = [(b"content-length", told), (b"content-type", b"text/html")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if length < 0:
        await send({"type": "http.response.body", "body": body})


@dataclass
class Far:
    """A town whose books are elsewhere."""

    town: Town
    line: Line
    books: Store

    def transfers(self) -> int:
        row = self.books.read(lambda reader: reader.one(_TRANSFERS))
        return int(row[0]) if row else 0


@pytest.fixture
def far(
    store_url: str, migrated_sqlite: Path, tmp_path: Path, clock: ManualClock, sealer: Sealer
) -> Iterator[Far]:
    """Ours on each engine; the core's own store is a file beside it."""
    shutil.copyfile(migrated_sqlite, tmp_path / "core.db")
    with ExitStack() as stack:
        books = open_store(f"sqlite:///{tmp_path / 'core.db'}")
        stack.callback(books.close)
        core = EmbeddedCore(BOOK, clock, sealer)
        books.run(lambda tx: stock(tx, core, clock.now()))
        line = Line(core_app(core, books, Secret(KEY), clock))
        listener = stack.enter_context(listening())
        stack.enter_context(serving(line, listener))
        more = {"core_url": url_of(listener), "core_key": KEY, "core_timeout_seconds": 0.5}
        town = stack.enter_context(open_town(store_url, clock, **more))
        yield Far(town, line, books)


def _start_transfer(far: Far) -> httpx.Response:
    town = far.town
    town.bind(town.wang, WANG)
    assert "500.00" in town.wang.say("转500给老李")
    return town.confirm(town.wang, town.wang.open_last_card())


def test_the_same_functions_on_books_elsewhere(far: Far) -> None:
    done = _start_transfer(far)
    assert "转账成功" in page_words(done)
    assert "14,374.50" in far.town.wang.say("我卡上还剩多少")
    listed = far.town.wang.say("最近的交易明细")
    assert "-500.00" in listed
    assert "14,374.50" in listed
    assert far.transfers() == 1


@pytest.mark.parametrize("fault", ["lost", "late", "deaf", "down", "twin"])
def test_o05_an_unclear_order_is_looked_up_and_never_done_twice(far: Far, fault: str) -> None:
    # The confirming step, and the page it leads to, which looks once more.
    far.line.faults += [fault, "deaf"]
    asked = _start_transfer(far)
    assert "结果确认中" in page_words(asked)
    assert "请勿重复操作" in page_words(asked)
    later = far.town.wang.browser.get(str(asked.url))
    assert "转账成功" in page_words(later)
    again = far.town.wang.browser.get(str(asked.url))
    assert again.text == later.text
    assert far.transfers() == 1
    assert "14,374.50" in far.town.wang.say("余额")


def test_o05_silence_that_goes_on_stays_pending_and_then_resolves(far: Far) -> None:
    far.line.faults += ["lost", "deaf", "late", "down"]
    asked = _start_transfer(far)
    for _ in range(3):
        assert "结果确认中" in page_words(asked)
        asked = far.town.wang.browser.get(str(asked.url))
    assert "转账成功" in page_words(far.town.wang.browser.get(str(asked.url)))
    assert far.transfers() == 1


@pytest.mark.parametrize(("fault", "moved"), [("deaf", 0), ("lost", 1)])
def test_o05_an_order_of_yesterday_is_told_of_and_not_done_today(
    far: Far, fault: str, moved: int
) -> None:
    far.line.faults += [fault, "deaf"]
    asked = _start_transfer(far)
    assert "结果确认中" in page_words(asked)
    far.town.clock.advance(timedelta(hours=20))
    told = "转账成功" if moved else "款项没有变动"
    # On a busy machine the core may miss a deadline once more; then the page still waits.
    until(lambda: told in page_words(far.town.wang.open_last_card()))
    assert far.transfers() == moved


def test_a_core_that_is_away_is_said_calmly(far: Far) -> None:
    far.town.bind(far.town.wang, WANG)
    far.line.app = _gone
    heard = far.town.wang.say("查余额")
    assert "稍后再试" in heard


async def _gone(_scope: Any, _receive: Any, send: Any) -> None:
    await _say(send, 502, b"bad gateway")


@contextmanager
def _core_process(environment: dict[str, str], port: int, house: str) -> Iterator[None]:
    """`weiyin core serve`, which tells the house at `house` what moved."""
    command = [sys.executable, "-m", "weiyin", "core", "serve"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--tell", house], cwd=ROOT, env=environment
    )

    def answers() -> bool:
        assert process.poll() is None, "the core could not start"
        try:
            httpx.get(f"http://127.0.0.1:{port}", timeout=1, trust_env=False)
        except httpx.HTTPError:
            return False
        return True

    try:
        until(answers, 60)
        yield
    finally:
        process.terminate()
        process.wait()


def test_two_processes(
    sqlite_url: str, migrated_sqlite: Path, tmp_path: Path, sealer: Sealer
) -> None:
    """`weiyin core serve` in a process of its own: a bank without books asks, and is told."""
    clock, port = SystemClock(), free_port()
    books_url, core_url = f"sqlite:///{tmp_path / 'core.db'}", f"http://127.0.0.1:{port}"
    shutil.copyfile(migrated_sqlite, tmp_path / "core.db")
    books = open_store(books_url)
    books.run(lambda tx: stock(tx, EmbeddedCore(BOOK, clock, sealer), clock.now()))
    books.close()
    settings = settings_of(books_url, "https://bank.test", "http://127.0.0.1:9", core_key=KEY)
    manual = ManualClock(clock.now())
    with (
        open_town(sqlite_url, manual, core_url=core_url, core_key=KEY) as town,
        _core_process(environment_of(settings), port, town.bank_url),
    ):
        town.bind(town.wang, WANG)
        town.bind(town.li, LI)
        town.clock.advance(timedelta(seconds=61))
        town.wang.say("转200给老李")
        done = town.confirm(town.wang, town.wang.open_last_card())
        assert "转账成功" in page_words(done)
        assert "14,674.50" in town.wang.say("余额")
        assert LI.debit not in town.wang.say("转200给老李")
        until(lambda: town.wang.notices() and town.li.notices(), 30)
        (paid,), (got,) = town.wang.notices(), town.li.notices()
        assert (paid["金额"], paid["余额"]) == ("-200.00元", "14674.50元")
        assert (got["金额"], got["流水号"]) == ("+200.00元", paid["流水号"])
