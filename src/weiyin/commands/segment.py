"""`weiyin segment`: a rule checked, and a live count of whom it means."""

from __future__ import annotations

from weiyin.base.clock import SystemClock, shanghai_day
from weiyin.commands.show import as_json, console
from weiyin.outreach.segments.audience import count
from weiyin.settings import load_settings
from weiyin.storage.store import open_store


def show(rule: str, oa: str, *, json: bool) -> None:
    settings = load_settings()
    account = oa or next(iter(settings.accounts))
    store = open_store(settings.database_url)
    try:
        today = shanghai_day(SystemClock().now())
        found = store.read(lambda reader: count(reader, account, rule, today))
    finally:
        store.close()
    if json:
        as_json({"oa": account, "rule": rule, "count": found})
    else:
        console.print(f"{found} 人", highlight=False)
