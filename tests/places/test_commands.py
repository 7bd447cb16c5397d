"""`weiyin places`: the key of a branch and the PIN of a desk work where they are to work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.house.made import house_settings
from tests.places.made import place
from tests.places.offers.test_offers import merchant
from weiyin.base.clock import ManualClock
from weiyin.base.mask import Secret
from weiyin.channel.proof import branch_key
from weiyin.cli import app
from weiyin.places.offers.merchant import check_pin, put_merchants
from weiyin.places.register import put_places
from weiyin.storage.store import open_store


@pytest.fixture
def url(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A bank with a branch and a merchant, as the commands find it in their settings."""
    settings = house_settings(sqlite_url).model_copy(
        update={"feed_key": house_settings(sqlite_url).sms_key.__class__("install's key")}
    )
    monkeypatch.setattr("weiyin.settings.load_settings", lambda: settings)
    store = open_store(sqlite_url)
    store.run(lambda tx: put_places(tx, "demo", [place(1, 30_000_000, 120_000_000)]))
    store.run(lambda tx: put_merchants(tx, "demo", [merchant(1)]))
    store.close()
    return sqlite_url


def run(*words: str):
    return CliRunner().invoke(app, ["places", *words, "--json"])


def test_the_key_of_a_branch(url: str) -> None:
    told = json.loads(run("key", "demo", "P00001").stdout)
    assert told["key"] == branch_key(Secret("install's key"), "demo", "P00001").hex()
    assert run("key", "demo", "nowhere").exit_code != 0


def test_the_pin_of_a_desk(url: str, clock: ManualClock) -> None:
    pin = json.loads(run("desk", "demo", "M1").stdout)["pin"]
    store = open_store(url)
    assert store.run(lambda tx: check_pin(tx, "demo", "M1", pin, clock.now()))
    store.close()
    assert run("desk", "demo", "M9").exit_code != 0


def test_the_lists_go_out_and_in(url: str, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    assert json.loads(run("export", str(file)).stdout) == {"written": 2}
    told = json.loads(run("load", str(file)).stdout)
    assert told == {"places": 1, "merchants": 1, "offers": 0, "codes": 0}
    file.write_text('{"place_id": "P1", "kind": "branch"}\n', encoding="utf-8")
    refused = run("load", str(file))
    assert refused.exit_code == 1
    assert "第1行，lat：不能为空" in refused.stdout
    assert run("load", str(file), "--book", "nowhere").exit_code == 1
