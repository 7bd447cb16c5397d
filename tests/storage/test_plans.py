"""No statement of the hot road reads a whole table: every one of them is explained, on each engine.

The hot road: a question, a transfer from words to its confirmation, the notices of it told, on the
small bank. On PostgreSQL a table is said to be scanned when it is read whole although that was made
as dear as can be; whether an index is worth it for a few rows is not what is asked.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from typing import Any

import httpx
import psycopg
import pytest

from tests.house.bank import BOOK, LI, WANG
from tests.house.made import House, billers, house_settings
from tests.storage.recorder import Recorder
from weiyin.app import Plugs, compose
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.clock import ManualClock
from weiyin.storage.sql import Sql, sql
from weiyin.storage.store import open_store, sqlite_path

_SMALL = {"switches", "reminders", "knowledge_editions"}
"""Tables of a few rows, whatever the size of the bank."""


@pytest.fixture
def asked(store_url: str, clock: ManualClock) -> Iterator[dict[Sql, Mapping[str, Any]]]:
    """The statements of the hot road, met twice so that nothing is told for the first time."""
    recorder = Recorder(open_store(store_url))
    plugs = Plugs(clock=clock, biller=billers(clock), store=lambda _: recorder)
    app = compose(house_settings(store_url), replace(plugs, wire=httpx.MockTransport(_silent)))
    core = app.cores[BOOK]
    assert isinstance(core, EmbeddedCore)
    house = House(app, clock, app.store, core)
    try:
        house.stock()
        house.bind("o-wang", WANG)
        house.bind("o-li", LI)
        recorder.asked.clear()
        _live(house)
        yield dict(recorder.asked)
    finally:
        app.close()


def _live(house: House) -> None:
    house.say("o-wang", "我卡上还剩多少")
    house.tap("o-wang", "balance_query")
    card = house.ask_text("o-wang", "转5元给老李")
    house.confirm_card("o-wang", card)
    house.app.courier.drain(most_steps=20)


def _silent(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"errcode": -1, "errmsg": str(request.url.path)})


def test_no_hot_statement_scans(asked: dict[Sql, Mapping[str, Any]], store_url: str) -> None:
    assert len(asked) > 60
    explain = _sqlite if store_url.startswith("sqlite:") else _postgresql
    scanned = {table: text for table, text in explain(store_url, asked) if table not in _SMALL}
    assert scanned == {}


def test_a_scan_is_seen(store_url: str) -> None:
    unindexed = {sql("SELECT 1 FROM deliveries d WHERE d.why=:why"): {"why": "x"}}
    explain = _sqlite if store_url.startswith("sqlite:") else _postgresql
    assert [table for table, _ in explain(store_url, unindexed)] == ["deliveries"]


def _sqlite(url: str, asked: dict[Sql, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(sqlite_path(url))) as database:
        tables = {
            row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
        }
        for stmt, params in asked.items():
            alias = _aliases(stmt.text)
            for row in database.execute(f"EXPLAIN QUERY PLAN {stmt.text}", dict(params)):
                found = re.match(r"SCAN (\w+)", row[3])
                table = alias.get(found[1], found[1]) if found else ""
                if table in tables:
                    yield table, stmt.text


def _aliases(text: str) -> dict[str, str]:
    """What tables are called in a statement."""
    found = re.findall(r"(?:FROM|JOIN|,)\s+(\w+)\s+(?:AS\s+)?(\w+)", text)
    return {alias: table for table, alias in found}


def _postgresql(url: str, asked: dict[Sql, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    with psycopg.connect(url) as database:
        database.execute("SET enable_seqscan = off")
        for stmt, params in asked.items():
            words = stmt.postgresql
            if stmt.set_based is not None:
                continue  # rows come as one document: joined by key, as the SQLite plan shows
            plan = database.execute(b"EXPLAIN " + words, dict(params)).fetchall()  # type: ignore[arg-type]
            for (line,) in plan:
                found = re.search(r"Seq Scan on (\w+)", line)
                if found:
                    yield found[1], stmt.text
