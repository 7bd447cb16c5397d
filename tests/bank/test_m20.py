"""M20: the schema moves on under load; the migration is killed in the middle, and begun again.

The database stands at an older revision, with drafts waiting to be confirmed and outbox rows leased
by a worker that will not come back. While callers send transfers and the servers are killed and
started one after the other, the migration is killed at a step that it cannot finish.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.bank import town
from tests.bank.checker import findings_of, open_bank
from tests.bank.mob import Mob
from tests.bank.served import Served, served
from tests.checks import Sabotage
from tests.e2e.sockets import until
from tests.house.bank import WANG, stock
from tests.house.made import OA, House, open_house
from weiyin.bank.core import Card, CardKind, CardStatus
from weiyin.base.clock import ManualClock
from weiyin.base.views import DraftMade
from weiyin.people.bindings import bind
from weiyin.people.consents import Purpose, give_consent
from weiyin.people.followers import follow
from weiyin.storage import outbox
from weiyin.storage.migrate import migrate, schema_state
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

SABOTAGE = {
    "M20": Sabotage(
        "src/weiyin/storage/migrate.py",
        "engine.begin() as connection:",
        'engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:',
    ),
}

pytestmark = pytest.mark.slow
_OLD = "0022"
_STEP = "ALTER TABLE campaigns"
"""A statement of the revision after that: it waits for whoever reads the table."""
_FULL = os.environ.get("WEIYIN_ATTACK_SCALE") == "full"
_CALLERS, _EACH, _KILLS = (20, 500, 20) if _FULL else (8, 40, 2)
_DRAFTS = 5
_ENTRIES = sql("SELECT count(*) FROM ledger_entries WHERE book='demo' AND kind='transfer'")
_FORKED = multiprocessing.get_context("forkserver")


@pytest.mark.timeout(900)
def test_m20_migrated_under_load_and_killed_half_way(
    new_postgres_url: str, clock: ManualClock, record_property: pytest.RecordProperty
) -> None:
    url = new_postgres_url
    migrate(url, to=_OLD)
    people = [town.person(serial, f"客户{serial}") for serial in range(1, 21)]
    open_bank(url, people)
    house = open_house(url, clock)
    try:
        handles = _open_drafts(house)
        leased = house.app.store.run(_lease(clock))
        with served(url) as server:
            mob = Mob(server.url, people, seed=20)
            sending = threading.Thread(target=mob.send, args=(_CALLERS, _EACH))
            sending.start()
            for _ in range(_KILLS):
                _kill_half_way(url, mob)
                _roll(server)
                assert schema_state(url).current == _OLD
            migrate(url)
            _roll(server)
            sending.join()
        assert schema_state(url).is_current
        assert len(mob.acked) == _CALLERS * _EACH, "a caller was refused or gave up"
        found = house.app.store.read(lambda reader: findings_of(reader, mob, people))
        _confirm(house, handles)
        clock.advance(timedelta(minutes=5))
        again = house.app.store.run(_lease(clock))
        record_property("attempts", len(mob.acked) + len(handles))
        assert found == []
        assert {one.key for one in leased} <= {one.key for one in again}
    finally:
        house.app.close()


def _open_drafts(house: House) -> list[str]:
    """Transfers that their customer has been shown, and has not confirmed."""
    house.books.run(lambda tx: _people(tx, house))
    session = house.session("o-wang")
    handles = []
    for number in range(_DRAFTS):
        made = house.start(
            session, "transfer_same_bank", {"payee": "老李", "amount": f"{number + 1}.00"}
        )
        assert isinstance(made, DraftMade)
        handles.append(made.handle)
    return handles


def _people(tx: Tx, house: House) -> None:
    now = house.clock.now()
    stock(tx, house.core, now)
    follow(tx, OA, "o-wang", now)
    give_consent(tx, oa=OA, openid="o-wang", purpose=Purpose.BINDING, version="1", text="", at=now)
    card = Card(
        "C1-D", CardKind.DEBIT, WANG.debit[-4:], "借记卡", WANG.account, WANG.customer_no,
        CardStatus.ACTIVE,
    )  # fmt: skip
    bind(tx, oa=OA, openid="o-wang", card=card, consent_version="1", at=now)


def _lease(clock: ManualClock) -> Any:
    """A worker's taking of what is due, whatever becomes of the worker."""
    return lambda tx: outbox.lease(tx, ["entry"], "gone", clock.now(), 30.0, limit=10_000)


def _confirm(house: House, handles: list[str]) -> None:
    """Each is done once, however often its page is sent."""
    session = house.session("o-wang")
    for handle in handles:
        done = house.confirm(session, handle)
        assert done.status == "ok"
        assert house.app.counter.confirm(session, handle, "") == done
    assert house.app.store.read(lambda r: r.one(_ENTRIES)) == (len(handles),)


@contextmanager
def _in_its_way(url: str) -> Iterator[None]:
    """Somebody reads the table that the migration must change."""
    with psycopg.connect(url) as reader:
        reader.execute("SELECT 1 FROM campaigns LIMIT 1")
        yield
        reader.rollback()


def _kill_half_way(url: str, mob: Mob) -> None:
    """The migration waits at its step; transfers go on meanwhile; then it is killed."""
    with psycopg.connect(url, autocommit=True) as watch:
        with _in_its_way(url):
            process = _FORKED.Process(target=migrate, args=(url,))
            process.start()
            until(lambda: _waiting(watch), 60)
            before = len(mob.acked)
            until(lambda: len(mob.acked) >= min(before + 5, _CALLERS * _EACH), 60)
            process.kill()
            process.join()
            process.close()
        until(lambda: not _waiting(watch), 60)


def _waiting(watch: psycopg.Connection[Any]) -> int:
    row = watch.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE %s AND pid <> pg_backend_pid()"
        " AND datname = current_database() AND state <> 'idle'",
        (f"{_STEP}%",),
    ).fetchone()
    assert row is not None
    return int(row[0])


def _roll(server: Served) -> None:
    server.kill()
    server.start()
