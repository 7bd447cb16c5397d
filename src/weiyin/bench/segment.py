"""Segments counted among millions: the made customers of `weiyin demo --customers N`, both engines.

Each rule is counted three times on a store of its own; the slowest counts, since it may have had
to read from the disk. Beside each: the same store's bare `count(*)`, which no rule can beat.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from weiyin.base.clock import SystemClock
from weiyin.demo.crowd import make_crowd
from weiyin.outreach.segments.audience import count
from weiyin.storage.embedded import embedded_postgres
from weiyin.storage.migrate import migrate
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Store, open_store

OA = "main"
AIM_S = {"sqlite": 20.0, "postgresql": 10.0}
RULES = (
    "存款 ≥ 50000",
    "存款 ≥ 50000 且 有信用卡 = 否 且 年龄 ≥ 30 且 年龄 < 55",
    '(标签 "VIP" 或 存款 ≥ 200000) 且 非 标签 "代发客户"',
)
_BARE = sql("SELECT count(*) FROM audience")
_TIMES = 3


def bench_segment(customers: int, progress: Callable[[float], None]) -> dict[str, Any]:
    """{name, unit, ours, peers, ratios, aim}: seconds of a count."""
    ours: dict[str, dict[str, float]] = {}
    peers: dict[str, float] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="weiyin-bench-")))
        server = stack.enter_context(embedded_postgres())
        for turn, url in enumerate((f"sqlite:///{folder}/bench.db", server)):
            migrate(url)
            engine = url.partition(":")[0]
            with closing(open_store(url)) as store:
                now = SystemClock().now()
                began = time.monotonic()
                make_crowd(store, OA, customers, now, lambda part, n=turn: progress((n + part) / 2))  # type: ignore[misc]
                made = time.monotonic() - began
                ours[engine] = {
                    "customers_made_a_second": round(customers / made),
                    **{rule: _slowest(store, partial(_count, rule, now.date())) for rule in RULES},
                }
                peers[f"{engine}, bare count"] = _slowest(store, _bare)
    worst = {engine: max(found[rule] for rule in RULES) for engine, found in ours.items()}
    return {
        "name": "segment",
        "unit": f"seconds to count among {customers} customers",
        "ours": ours,
        "peers": peers,
        "ratios": {f"{engine}, slowest rule": took for engine, took in worst.items()},
        "aim": {f"{engine}, of 10,000,000": f"≤ {most}" for engine, most in AIM_S.items()},
    }


def _count(rule: str, today: date, reader: Reader) -> int:
    return count(reader, OA, rule, today)


def _bare(reader: Reader) -> int:
    row = reader.one(_BARE)
    return int(row[0]) if row else 0


def _slowest(store: Store, look: Callable[[Reader], int]) -> float:
    times = []
    for _ in range(_TIMES):
        began = time.monotonic()
        store.read(look)
        times.append(time.monotonic() - began)
    return round(max(times), 2)
