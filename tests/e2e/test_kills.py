"""The server dies, by power or by order: every message is answered all the same, once."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.checks import Sabotage
from tests.e2e.phone import Phone
from tests.e2e.processes import Place, open_place
from tests.e2e.sockets import until
from weiyin.storage.sql import sql

SABOTAGE = {
    "C10": Sabotage(
        "src/weiyin/reception/reception.py",
        "return None  # what its arrival means is written; whoever thought it may have died",
        "return Say('处理中')",
    ),
    "P03": Sabotage(
        "src/weiyin/serving.py",
        '"timeout_graceful_shutdown": 10,',
        '"timeout_graceful_shutdown": 0,',
    ),
}

_WAITING = sql("SELECT key FROM inbox WHERE answer IS NULL")
_ANSWERED = sql("SELECT key FROM inbox WHERE answer IS NOT NULL")
_LATE_OPEN = sql("SELECT key FROM outbox WHERE topic='late' AND state='open'")
WORDS = "存款利率是多少"


def test_c10_killed_between_receipt_and_answer(
    store_url: str, tmp_path: Path, record_property: Any
) -> None:
    with open_place(store_url, tmp_path) as place, ThreadPoolExecutor(1) as pool:
        place.bank.start(slow_seconds=60)
        place.wang.act("follow")
        asked = pool.submit(place.wang.act, "voice", text=WORDS)
        until(lambda: place.platform.log("/cgi-bin/media/get"), 30)
        assert len(place.look(_WAITING)) == 1
        place.bank.kill()
        place.bank.start()
        told = asked.result(timeout=40)
        statuses = [attempt["status"] for attempt in told["attempts"]]
        assert statuses[0] == "disconnected"
        assert statuses[-1] == "200"
        # On a busy machine it may take the other way, as a customer-service message.
        until(lambda: _said(place.wang))
        until(lambda: place.look(_LATE_OPEN) == [])
        assert place.bank.stop() == 0
        assert len(_said(place.wang)) == 1
        assert place.look(_WAITING) == []
    record_property("attempts", 1)


def test_c10_killed_again_and_again_under_load(
    sqlite_url: str, tmp_path: Path, record_property: Any
) -> None:
    with open_place(sqlite_url, tmp_path) as place:
        kills = random.Random(10)

        def die(bank_of: Place) -> None:
            time.sleep(0.3 + kills.random())
            bank_of.bank.kill()
            bank_of.bank.start()

        asked = _load(place, lambda: [die(place) for _ in range(3)])
        _all_answered(place, asked)
    record_property("attempts", asked)


def test_p03_told_to_stop_under_load_it_loses_nothing(
    sqlite_url: str, tmp_path: Path, record_property: Any
) -> None:
    with open_place(sqlite_url, tmp_path) as place, ThreadPoolExecutor(1) as pool:
        spoken: list[Future[dict[str, Any]]] = []

        def step_aside() -> None:
            place.bank.await_ready()
            spoken.append(pool.submit(place.wang.act, "voice", text="你好"))
            until(lambda: place.platform.log("/cgi-bin/media/get"), 30)
            assert place.bank.stop(seconds=10) == 0
            place.bank.start()

        asked = _load(place, step_aside, slow_seconds=1)
        # What was being answered when the word came was answered by the one who went.
        assert [attempt["status"] for attempt in spoken[0].result()["attempts"]] == ["200"]
        _all_answered(place, asked, others=1)
    record_property("attempts", asked + 1)


def _load(place: Place, disturb: Callable[[], Any], slow_seconds: float = 0) -> int:
    """Two people talk without a pause while `disturb` goes on; how often they asked."""
    place.bank.start(slow_seconds)
    for phone in (place.wang, place.li):
        phone.act("follow")
    over = threading.Event()

    def talk(phone: Any) -> int:
        count = 0
        while not over.is_set():
            phone.act("say", text=WORDS)
            count += 1
        return count

    with ThreadPoolExecutor(2) as pool:
        talks = [pool.submit(talk, phone) for phone in (place.wang, place.li)]
        try:
            disturb()
        finally:
            over.set()
        return sum(one.result() for one in talks)


def _said(phone: Phone) -> list[dict[str, Any]]:
    return [one for one in phone.bubbles() if "0.95%" in one.get("text", "")]


def _all_answered(place: Place, asked: int, others: int = 0) -> None:
    place.bank.await_ready()
    until(lambda: place.look(_LATE_OPEN) == [])
    place.bank.stop()
    phones = (place.wang, place.li)
    assert [one for phone in phones for one in phone.bubbles() if one["kind"] == "failure"] == []
    assert sum(len(_said(phone)) for phone in phones) == asked
    assert asked > 3
    assert len(place.look(_ANSWERED)) == asked + others + len(phones)  # each had followed
    assert place.look(_WAITING) == []
