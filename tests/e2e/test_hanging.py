"""P04: one dependency at a time hangs for ever. Only what needs it degrades, and says so."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from tests.checks import Sabotage
from tests.e2e.sockets import listening, url_of
from tests.house.bank import WANG
from tests.house.made import House, house_on_books_elsewhere
from weiyin.app import Plugs, compose
from weiyin.bank.core import Books
from weiyin.base.clock import ManualClock
from weiyin.base.errors import Refused, TryLater
from weiyin.base.views import DraftMade
from weiyin.functions.declare import Function, is_service
from weiyin.people.sessions import Session
from weiyin.settings import Settings
from weiyin.storage.store import sqlite_path

SABOTAGE = {
    "P04": Sabotage(
        "src/weiyin/bank/remote.py",
        "method, self._url + path, headers=headers, timeout=self._deadline_seconds, **asked",
        "method, self._url + path, headers=headers, timeout=None, **asked",
    ),
}
T = TypeVar("T")

_PATIENCE_S = 60.0
"""Far beyond anything that is waited for; what hangs longer, hangs."""
_SAID = ("查余额", "附近网点", "信用卡年费怎么收", "交水费", "我要办点事情")
LATER = "later"


class Hung(httpx.BaseTransport):
    """Whoever calls out waits, until they are let go."""

    def __init__(self) -> None:
        self.called, self.let_go = threading.Event(), threading.Event()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.called.set()
        self.let_go.wait()
        raise httpx.ReadTimeout("nobody ever answered", request=request)


def _begun(work: Callable[[], T]) -> Future[T]:
    """In a thread of its own, which is left behind if it hangs."""
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return done


def _within(work: Callable[[], T]) -> T:
    """Its result, or a failed test."""
    return _begun(work).result(_PATIENCE_S)


def _outcome(house: House, session: Session, one: Function) -> str:
    """What the page of a function comes to when nothing is filled in."""
    try:
        made = house.app.counter.start(session, one.id, {})
    except TryLater as refusal:
        assert refusal.heard.strip(), one.id
        return LATER
    except Refused as refusal:
        return f"{type(refusal).__name__}: {refusal}"
    return "draft" if isinstance(made, DraftMade) else made.status


def _matrix(house: House) -> dict[str, str]:
    session = house.session("o-wang")
    return {one.id: _outcome(house, session, one) for one in house.app.catalogue}


def _said(house: House) -> dict[str, str]:
    return {words: house.say("o-wang", words) for words in _SAID}


def _needs_the_core(one: Function) -> bool:
    """What is injected out of the bank's books; a card of somebody's is known to us."""
    wanted = {kind for _, kind in (*one.provided, *one.perform_provided)}
    return any(kind is Books or is_service(kind) for kind in wanted)


@pytest.fixture
def well(migrated_sqlite: Path, tmp_path: Path, clock: ManualClock) -> Iterator[House]:
    """王小明 is bound, and everything answers; the books are elsewhere."""
    for name in ("ours.db", "books.db"):
        shutil.copyfile(migrated_sqlite, tmp_path / name)
    ours, books = (f"sqlite:///{tmp_path / name}" for name in ("ours.db", "books.db"))
    with house_on_books_elsewhere(ours, books, clock) as house:
        house.stock()
        house.bind("o-wang", WANG)
        house.bind_credit("o-wang", WANG)
        yield house


@contextmanager
def _beside(well: House, wire: httpx.BaseTransport | None, **changed: object) -> Iterator[House]:
    """The same house in a process of its own, with one thing outside that hangs."""
    settings: Settings = well.app.settings.model_copy(update=changed)
    app = compose(settings, Plugs(clock=well.clock, wire=wire))
    yield replace(well, app=app)
    app.close()


def test_p04_the_text_message_gateway_hangs(well: House) -> None:
    """A code cannot come; the page says where it was sent, and everything else works."""
    hung, expected = Hung(), _matrix(well)
    with _beside(well, hung, sms_url="http://sms.test/send") as house:
        session, transfer = house.session("o-wang"), _a_draft(house)
        house.app.counter.send_code(session, transfer)
        courier = _begun(house.app.courier.step)
        assert hung.called.wait(_PATIENCE_S)
        assert _within(lambda: _matrix(house)) == expected
        assert house.app.counter.draft(session, transfer).code_sent
        hung.let_go.set()
        assert courier.result(_PATIENCE_S) > 0


def _a_draft(house: House) -> str:
    """The handle of something that waits for its code."""
    form = {"biller": "water-beijing", "number": "1000000012"}
    made = house.app.counter.start(house.session("o-wang"), "bill_water", form)
    assert isinstance(made, DraftMade)
    return made.handle


def test_p04_wechat_hangs(well: House) -> None:
    """What we tell unasked waits; whoever asks us is answered."""
    hung, expected, said = Hung(), _matrix(well), _said(well)
    with _beside(well, hung) as house:
        asked = _begun(house.app.clients["main"].jsapi_ticket)
        assert hung.called.wait(_PATIENCE_S)
        assert _within(lambda: _matrix(house)) == expected
        assert _within(lambda: _said(house)) == said
        hung.let_go.set()
        assert isinstance(asked.exception(_PATIENCE_S), TryLater)


def test_p04_the_core_hangs(well: House) -> None:
    """Only what stands in the books is missed, in words that say so."""
    expected, said = _matrix(well), _said(well)
    with listening() as tarpit:
        changed = {"core_url": url_of(tarpit), "core_timeout_seconds": 0.02}
        with _beside(well, None, **changed) as house:
            found = _within(lambda: _matrix(house))
            for one in house.app.catalogue:
                if found[one.id] != expected[one.id]:
                    assert found[one.id] == LATER, one.id
                    assert _needs_the_core(one), one.id
            assert LATER in found.values()
            assert "稍后" in _within(lambda: house.say("o-wang", "查余额"))
            branches = _within(lambda: house.say("o-wang", "附近网点"))
            assert branches == said["附近网点"]


def test_p04_the_model_hangs(well: House) -> None:
    """It only words what was understood without it."""
    expected = _said(well)
    with listening() as tarpit:
        changed = {"llm_url": f"{url_of(tarpit)}/v1", "llm_seconds": 0.2}
        with _beside(well, None, **changed) as house:
            assert _within(lambda: _said(house)) == expected


def test_p04_the_disk_hangs(well: House) -> None:
    """What is only read is read; what must be written down says so, and later works."""
    expected, session = _matrix(well), well.session("o-wang")
    other = sqlite3.connect(sqlite_path(well.app.settings.database_url), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(64) as pool:
        every = list(well.app.catalogue)
        asked = [pool.submit(_outcome, well, session, one) for one in every]
        chat = pool.submit(well.say, "o-wang", "查余额")
        found = {one.id: it.result(_PATIENCE_S) for one, it in zip(every, asked, strict=True)}
        with pytest.raises(TryLater):
            chat.result(_PATIENCE_S)
    for function, outcome in expected.items():
        assert found[function] == (LATER if outcome == "draft" else outcome), function
    other.execute("ROLLBACK")
    other.close()
    assert _matrix(well) == expected
    assert "14,874.50" in well.say("o-wang", "查余额")
