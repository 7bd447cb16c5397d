"""`weiyin segment`: a rule checked, and a live count of whom it means."""

from __future__ import annotations

from pathlib import Path

from weiyin.base.clock import SystemClock, shanghai_day
from weiyin.base.errors import BadInput
from weiyin.commands.installed import installed
from weiyin.commands.show import as_json, console
from weiyin.outreach.segments.audience import count


def show(home: Path, rule: str, oa: str, *, json: bool) -> None:
    clock = SystemClock()
    with installed(home, show=not json) as (settings, store):
        account = oa or next(iter(settings.accounts), "")
        if account not in settings.accounts:
            raise BadInput("--oa", f"没有公众号 {account}")
        began, today = clock.monotonic(), shanghai_day(clock.now())
        found = store.read(lambda reader: count(reader, account, rule, today))
        seconds = round(clock.monotonic() - began, 3)
    if json:
        as_json({"oa": account, "rule": rule, "count": found, "seconds": seconds})
    else:
        console.print(f"{found:,} 人（{seconds:.2f} 秒）", highlight=False)
