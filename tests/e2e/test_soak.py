"""P01 and P02: a steady pace with a burst in it, and a day as long as the clock can make it."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest

from tests.checks import Sabotage
from tests.e2e.processes import open_place
from tests.e2e.sockets import until
from tests.e2e.town import APPID
from tests.house.bank import LI, WANG
from tests.house.made import AES_KEY, OA, TOKEN, House, open_house
from weiyin.base.clock import ManualClock, SystemClock
from weiyin.base.mask import Secret
from weiyin.bench.load import answered
from weiyin.bench.pushes import Post
from weiyin.channel.wechat.account import Mode, OfficialAccount
from weiyin.people.data_register import data_register
from weiyin.storage.sql import sql

SABOTAGE = {
    "P01": Sabotage(
        "src/weiyin/serving.py",
        '"timeout_graceful_shutdown": 10,',
        '"timeout_graceful_shutdown": 10, "limit_concurrency": 1,',
    ),
    "P02": Sabotage(
        "src/weiyin/storage/outbox.py",
        'sql("DELETE FROM outbox WHERE closed_us < :before_us")',
        'sql("DELETE FROM outbox WHERE closed_us < :before_us AND closed_us < 0")',
    ),
}
FULL = os.environ.get("WEIYIN_ATTACK_SCALE") == "full"
PACE, SECONDS, BURST_SECONDS = (200, 600, 30) if FULL else (20, 3, 1)
"""Messages a second, for so long; in the middle ten times as many for a while."""
WORDS = "存款利率是多少"
PEOPLE = 500
_ANSWERED = sql("SELECT COUNT(*) FROM inbox WHERE answer IS NOT NULL")
_WAITING = sql("SELECT COUNT(*) FROM inbox WHERE answer IS NULL")


class Pace:
    """Sends at given moments, whether or not the last was answered; keeps how long each took."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.took: list[float] = []
        self.refused = self.put_off = 0

    async def send(self, request: bytes, due: float) -> None:
        line = self._free.pop() if self._free else None
        line = line or await asyncio.open_connection("127.0.0.1", self._port)
        line[1].write(request)
        status, body, closes = await answered(line[0])
        self.took.append(time.perf_counter() - due)
        self.refused += status != b"200"
        self.put_off += b"Encrypt" not in body
        if closes:
            line[1].close()
        else:
            self._free.append(line)

    async def run(self) -> int:
        """The pace, the burst, the pace again; how many were sent."""
        serial, sending = 0, set()
        burst_from = (SECONDS - BURST_SECONDS) / 2
        begun = time.perf_counter()
        at = 0.0
        account = OfficialAccount(
            OA, APPID, Secret("x"), token=Secret(TOKEN), aes_key=Secret(AES_KEY), mode=Mode.SAFE
        )
        post, made = _post(account), begun
        while at < SECONDS:
            if time.perf_counter() - made > 60:
                post, made = _post(account), time.perf_counter()
            due = begun + at
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            serial += 1
            request = post.text(f"o-pace-{serial % PEOPLE}", WORDS, serial)
            task = asyncio.ensure_future(self.send(request, due))
            sending.add(task)
            task.add_done_callback(sending.discard)
            fast = burst_from <= at < burst_from + BURST_SECONDS
            at += 1 / (PACE * 10 if fast else PACE)
        await asyncio.gather(*sending)
        for _, writer in self._free:
            writer.close()
        return serial


def _post(account: OfficialAccount) -> Post:
    return Post(account, f"/wechat/{OA}", SystemClock().now())


@pytest.mark.timeout(1200)
def test_p01_a_pace_with_a_burst_in_it_is_kept(
    sqlite_url: str, tmp_path: Path, record_property: Any
) -> None:
    with open_place(sqlite_url, tmp_path) as place:
        place.bank.start()
        place.bank.await_ready()
        pace = Pace(int(urlsplit(place.bank.url).port or 0))
        sent = asyncio.run(pace.run())
        assert pace.refused == 0
        until(lambda: place.look(_WAITING) == [(0,)])
        assert place.look(_ANSWERED) == [(sent,)]
        assert place.bank.stop() == 0
    took = sorted(pace.took)
    if FULL:  # a busy machine's watch proves nothing about a quick try
        assert pace.put_off == 0, "each is answered in words, none follows later"
        assert took[-1] < 4.5
        assert took[len(took) * 99 // 100] < 1.0
    record_property("attempts", sent)
    record_property("p99_ms", round(took[len(took) * 99 // 100] * 1000))


ROUNDS, TALK = (24, 400) if FULL else (1, 10)
WARM = 2 if FULL else 1
"""Rounds before the counting begins: caches fill."""
QUESTIONS = (WORDS, "查余额", "上个月的明细", "转500给老李", "附近网点", "今天天气", "签到")
DAY = timedelta(days=400)
"""Long enough that all that has an end has ended."""


def _open_rows(house: House) -> int:
    """Rows of the tables that a purge keeps small."""
    names = [name for name, one in data_register().items() if one.kept]
    looks = [sql(f"SELECT COUNT(*) FROM {name}") for name in names]
    return sum(
        house.app.store.read(lambda reader, look=look: reader.one(look) or (0,))[0]
        for look in looks
    )


def _round(house: House, number: int) -> None:
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    for turn in range(TALK):
        house.say(f"o-soak-{number}-{turn % 20}", QUESTIONS[turn % len(QUESTIONS)])
    amount = {"payee": "李雷", "account": LI.debit, "amount": "1"}
    assert house.fill("o-wang", "transfer_same_bank", **amount).status == "ok"
    for openid in ("o-wang", "o-li"):
        house.unfollow(openid)
    for _ in range(500):
        if not house.app.courier.step():
            break
    house.clock.advance(DAY)
    for _ in range(3):
        house.app.courier.do_chores()
        house.app.courier.step()
        house.clock.advance(timedelta(minutes=2))
    house.clock.advance(DAY)
    house.app.courier.tidy()


@pytest.mark.timeout(1200)
def test_p02_nothing_grows_from_day_to_day(
    sqlite_url: str, clock: ManualClock, record_property: Any
) -> None:
    house = open_house(sqlite_url, clock)
    house.stock()
    process = psutil.Process()
    seen = []
    for number in range(WARM + ROUNDS):
        _round(house, number)
        rss = process.memory_info().rss
        seen.append((process.num_fds(), threading.active_count(), _open_rows(house), rss))
    warm, last = seen[WARM - 1], seen[-1]
    assert last[0] <= warm[0] + 2, f"files: {seen}"
    assert last[1] <= warm[1], f"threads: {seen}"
    assert last[2] <= warm[2], f"rows: {seen}"
    if FULL:
        assert last[3] < warm[3] * 1.1, f"memory: {seen}"
    house.app.close()
    record_property("attempts", (WARM + ROUNDS) * TALK)
