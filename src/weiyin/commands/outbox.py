"""`weiyin outbox`: how far behind deliveries are, and what was set aside for people."""

from __future__ import annotations

from weiyin.base.clock import SystemClock
from weiyin.commands.show import as_json, as_table
from weiyin.settings import load_settings
from weiyin.storage import outbox
from weiyin.storage.store import open_store


def show(*, json: bool) -> None:
    store = open_store(load_settings().database_url)
    try:
        waiting, aside = store.read(outbox.backlog), store.read(outbox.set_aside_count)
    finally:
        store.close()
    now = SystemClock().now()
    ages = [max((now - one.oldest_due).total_seconds(), 0.0) for one in waiting]
    if json:
        lines = [
            {"topic": one.topic, "open": one.count, "oldest_seconds": round(age, 1)}
            for one, age in zip(waiting, ages, strict=True)
        ]
        as_json({"waiting": lines, "parked": aside})
        return
    rows = [
        (one.topic, one.count, f"{age:.0f} s ago") for one, age in zip(waiting, ages, strict=True)
    ]
    as_table("outbox", ("topic", "open", "oldest due"), rows)
    as_table("set aside", ("topic", "parked"), sorted(aside.items()))
