"""`weiyin day`: a great bank's whole day, replayed, and the page about it."""

from __future__ import annotations

from pathlib import Path

from weiyin.bench.day.replay import replay
from weiyin.bench.day.report import write_report
from weiyin.commands.show import as_json, as_table, console, working


def day(scale: float, report: Path, keep: Path | None, *, json: bool) -> None:
    with working("一天", show=not json) as told:
        found = replay(scale, told, keep)
    write_report(found, report)
    if json:
        as_json(found)
        return
    as_table("day", ("what", "measured"), list(found["total"].items()))
    console.print(f"the whole day, hour by hour: {report}", highlight=False)
    if keep:
        page = f"/console/today?day={found['day']}"
        console.print(f"its console: weiyin demo --home {keep}, then {page}", highlight=False)
