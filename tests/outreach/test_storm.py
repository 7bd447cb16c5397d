"""Workers, the relay and the leader of the cluster are killed while notices pour through.

None is lost, none is told more than twice, and whatever may have been told twice is known as such.
The relay is part of every worker. `STORM_NOTICES=50000 make storm` runs it whole.
"""

from __future__ import annotations

import hashlib
import os
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.e2e.sockets import listening, serving, until, url_of
from tests.e2e.town import settings_of
from tests.house.bank import BOOK, WANG, stock
from tests.house.made import OA
from tests.outreach.cluster import Cluster, cluster
from tests.outreach.storm import Counting, Workers
from weiyin.app import App, compose
from weiyin.bank.core import Card, CardKind, CardStatus
from weiyin.bank.events import CustomerEvent, put_event
from weiyin.outreach.delivery.jetstream import STREAM
from weiyin.people.bindings import bind
from weiyin.people.consents import Purpose, give_consent
from weiyin.people.followers import follow
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

pytestmark = pytest.mark.slow
NOTICES = int(os.environ.get("STORM_NOTICES", "1500"))
WORKERS, LEASE_S, UNIT = 2, 4.0, 500
_DONE = sql("SELECT count(*) FROM deliveries WHERE state = 'sent'")
_OFTEN = sql("SELECT notice_key FROM deliveries WHERE attempts > 1")
_TEXTED = sql("SELECT key FROM outbox WHERE topic = 'notice_text'")
_OPEN = sql("SELECT count(*) FROM outbox WHERE state = 'open'")


@contextmanager
def house(database_url: str, platform_url: str, servers: list[str]) -> Iterator[App]:
    """The small bank with 王小明 bound, as its workers will see it."""
    settings = settings_of(
        database_url, "https://bank.test", platform_url, nats_servers=tuple(servers)
    )
    app = compose(settings)
    try:
        app.store.run(lambda tx: _people(tx, app))
        yield app
    finally:
        app.close()


def _people(tx: Tx, app: App) -> None:
    now = app.clock.now()
    stock(tx, app.cores[BOOK], now)  # type: ignore[arg-type]
    follow(tx, OA, "o-wang", now)
    give_consent(tx, oa=OA, openid="o-wang", purpose=Purpose.BINDING, version="1", text="", at=now)
    card = Card(
        WANG.debit, CardKind.DEBIT, WANG.debit[-4:], "借记卡", WANG.account, WANG.customer_no,
        CardStatus.ACTIVE,
    )  # fmt: skip
    bind(tx, oa=OA, openid="o-wang", card=card, consent_version="1", at=now)


def _post(app: App, first: int) -> None:
    """What the bank tells, a unit of it."""

    def work(tx: Tx) -> None:
        for number in range(first, min(first + UNIT, NOTICES)):
            put_event(
                tx,
                CustomerEvent(
                    BOOK, WANG.customer_no, "topup_refused", "手机充值未成功",
                    (("流水号", f"k{number}"),), app.clock.now(), f"k{number}",
                ),
            )  # fmt: skip

    app.store.run(work)


def test_killed_again_and_again_none_is_lost_and_none_told_thrice(
    sqlite_url: str, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    heard = Counting()
    with ExitStack() as stack:
        line = stack.enter_context(listening())
        stack.enter_context(serving(heard, line))
        servers = stack.enter_context(cluster(tmp_path))
        app = stack.enter_context(house(sqlite_url, url_of(line), servers.servers))
        workers = Workers(app.settings, WORKERS, LEASE_S, tmp_path / "printed")
        workers.start()
        try:
            for first in range(0, NOTICES, UNIT):
                _post(app, first)
            _kill_meanwhile(app, workers, servers)
            until(lambda: _is_over(app), 60 + NOTICES / 50)
        finally:
            workers.end()
        _judge(app, heard, record_property)
    record_property("attempts", NOTICES)
    record_property("kills", workers.kills + 1)


def _kill_meanwhile(app: App, workers: Workers, servers: Cluster) -> None:
    """Half a dozen workers or one for every two thousand notices, and once the leader."""
    dice, turns = random.Random(11), max(6, NOTICES // 2_000)
    for turn in range(turns):
        part = NOTICES * (turn + 1) // (turns + 2)
        until(lambda part=part: _count(app, _DONE) >= part, 60 + NOTICES / 50)
        if turn == turns // 2:
            servers.kill(servers.leader_of(STREAM))
        time.sleep(dice.random() / 5)
        workers.kill_one()


def _judge(app: App, heard: Counting, record_property: pytest.RecordProperty) -> None:
    keys = {f"{BOOK}:k{number}:o-wang" for number in range(NOTICES)}
    ids = {hashlib.sha256(key.encode()).hexdigest()[:32]: key for key in keys}
    told = {ids[one]: times for one, times in heard.notices.items()}
    texted = {row[0] for row in app.store.read(lambda r: r.all(_TEXTED))}
    unknown = {row[0] for row in app.store.read(lambda r: r.all(_OFTEN))}
    twice = {key for key, times in told.items() if times > 1}
    record_property("told twice", len(twice))
    record_property("unknown", len(unknown))
    assert keys - told.keys() - texted == set()
    assert max(told.values()) <= 2
    assert twice <= unknown | texted  # nobody was told twice unawares


def _is_over(app: App) -> bool:
    return _count(app, _OPEN) == 0 and _count(app, _DONE) + len(
        app.store.read(lambda r: r.all(_TEXTED))
    ) >= NOTICES  # fmt: skip


def _count(app: App, statement: object) -> int:
    row = app.store.read(lambda r: r.one(statement))  # type: ignore[arg-type]
    return int(row[0]) if row else 0
