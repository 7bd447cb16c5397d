"""What a balancer and a monitoring system see of the house."""

from __future__ import annotations

import re

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.e2e.town import open_town
from tests.house.bank import WANG
from weiyin.base.clock import ManualClock

KEY = "metrics-key-7c1f"


def _figures(url: str) -> dict[tuple[str, ...], float]:
    heard = httpx.get(f"{url}/metrics", headers={"authorization": f"Bearer {KEY}"}, trust_env=False)
    assert heard.status_code == 200
    assert WANG.debit not in heard.text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(heard.text)
        for sample in family.samples
    }


def test_the_figures_of_a_house_at_work(store_url: str, clock: ManualClock) -> None:
    with open_town(store_url, clock, metrics_key=KEY) as town:
        town.bind(town.wang, WANG)
        after = _figures(town.bank_url)
        assert after[("weiyin_pushes_total", "push")] == town.asks()
        assert after[("weiyin_request_seconds_count", "callback")] >= town.asks()
        assert after[("weiyin_request_seconds_bucket", "callback", "4.5")] >= town.asks()
        assert after[("process_resident_memory_bytes",)] > 0
        (engine,) = (name[1] for name in after if name[0] == "weiyin_build")
        assert engine == town.app.store.engine
        waiting = {name[1] for name in after if name[0] == "weiyin_outbox_open"}
        assert waiting <= {"entry", "notice", "sms", "event", "late"}


def test_the_figures_are_for_whoever_has_the_key(sqlite_url: str, clock: ManualClock) -> None:
    with open_town(sqlite_url, clock, metrics_key=KEY) as town:
        for given in ("", "Bearer", "Bearer wrong", f"Basic {KEY}", KEY):
            heads = {"authorization": given} if given else {}
            refused = httpx.get(f"{town.bank_url}/metrics", headers=heads, trust_env=False)
            assert refused.status_code == 401, given
            assert not re.search("weiyin_", refused.text)


def test_without_a_key_there_are_no_figures(sqlite_url: str, clock: ManualClock) -> None:
    with open_town(sqlite_url, clock) as town:
        heads = {"authorization": "Bearer"}
        assert httpx.get(f"{town.bank_url}/metrics", headers=heads).status_code == 404


def test_a_house_whose_store_is_away_lives_and_is_not_ready(
    store_url: str, clock: ManualClock
) -> None:
    with open_town(store_url, clock, metrics_key=KEY) as town:
        assert httpx.get(f"{town.bank_url}/readyz").text == "ready"
        town.app.store.close()
        assert httpx.get(f"{town.bank_url}/readyz").status_code == 503
        assert httpx.get(f"{town.bank_url}/healthz").text == "ok"
        assert {name[0] for name in _figures(town.bank_url)} >= {"weiyin_build"}
