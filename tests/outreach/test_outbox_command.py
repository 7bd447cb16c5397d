"""Back-pressure can be seen, and a rule be counted, from the command line."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.house.made import AES_KEY, OA, SEAL_KEY, SECRET, TOKEN
from weiyin.base.clock import SystemClock
from weiyin.cli import app
from weiyin.storage import outbox
from weiyin.storage.store import open_store


@pytest.fixture
def run(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    account = {"appid": "wx0123456789abcdef", "secret": SECRET, "token": TOKEN, "aes_key": AES_KEY}
    monkeypatch.setenv("WEIYIN_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("WEIYIN_PUBLIC_URL", "https://bank.test")
    monkeypatch.setenv("WEIYIN_SEAL_KEYS", json.dumps({"k1": SEAL_KEY}))
    monkeypatch.setenv("WEIYIN_ACCOUNTS", json.dumps({OA: account}))
    return CliRunner()


def test_what_waits_and_what_was_set_aside(run: CliRunner, sqlite_url: str) -> None:
    store, now = open_store(sqlite_url), SystemClock().now()
    for key in ("a", "b"):
        store.run(
            lambda tx, key=key: outbox.put(tx, oa=OA, topic="notice", key=key, payload={}, due=now)
        )
    [first] = store.run(lambda tx: outbox.lease(tx, ["notice"], "w", now, 30.0, 1))
    store.run(lambda tx: outbox.park(tx, first, "poison", now))
    store.close()
    told = json.loads(run.invoke(app, ["outbox", "--json"]).stdout)
    assert [(row["topic"], row["open"]) for row in told["waiting"]] == [("notice", 1)]
    assert told["parked"] == {"notice": 1}
    assert "notice" in run.invoke(app, ["outbox"]).stdout


def test_a_rule_is_counted_or_refused(run: CliRunner) -> None:
    assert json.loads(run.invoke(app, ["segment", "存款 ≥ 1", "--json"]).stdout)["count"] == 0
    refused = run.invoke(app, ["segment", "身高 ≥ 1"])
    assert refused.exit_code
    assert "没有“身高”这一项" in refused.output
