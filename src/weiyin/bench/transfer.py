"""Durable transfers a second, beside pgbench's TPC-B on the same PostgreSQL.

Ours is the embedded core's whole transfer: replay by key, payer, payee and name, the day's limit,
two accounts, the journal, two chained lines, two parcels of the outbox. On SQLite with
synchronous=FULL; on PostgreSQL with fsync and synchronous_commit on, as for pgbench. "a unit each"
is the road of a confirmed page, "in a lane" that of orders over the core's own door.
Rounds alternate between all of them and the median counts: machines are noisy.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from weiyin.bank.core import Receipt, TransferOrder
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.lane import Lane
from weiyin.bank.verify import verify
from weiyin.base.errors import Broken
from weiyin.bench import pgbench
from weiyin.bench.callers import CALLERS, CUSTOMERS, open_bank, send_for
from weiyin.storage.embedded import embedded_postgres
from weiyin.storage.migrate import migrate
from weiyin.storage.store import Store, open_store

ROUNDS = 3
SECONDS = 4
SQLITE_EACH, SQLITE_LANE = "sqlite, a unit each", "sqlite, in a lane"
POSTGRES_EACH, POSTGRES_LANE = "postgresql, a unit each", "postgresql, in a lane"
_CLIENTS = (1, 16, CALLERS)

Contest = Callable[[], float]


def bench_transfer() -> dict[str, Any]:
    """{name, unit, ours, peers, ratios, aim}: medians of the rounds."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="weiyin-bench-")))
        server = stack.enter_context(embedded_postgres(durable=True))
        pgbench.prepare(server)
        contests: dict[str, Contest] = {
            _pgbench_name(clients): partial(
                pgbench.transactions_per_second, server, clients, SECONDS
            )
            for clients in _CLIENTS
        }
        banks = []
        for url, each, lane in (
            (f"sqlite:///{folder}/bench.db", SQLITE_EACH, SQLITE_LANE),
            (server, POSTGRES_EACH, POSTGRES_LANE),
        ):
            store, core = _bank(url)
            stack.callback(store.close)
            banks.append((store, core))
            contests[each] = partial(_each, store, core)
            contests[lane] = partial(_lane, store, core)
        seen = {name: _median(rates) for name, rates in _rounds(contests).items()}
        for store, core in banks:
            _check(store, core)
    return _report(seen)


def _rounds(contests: dict[str, Contest]) -> dict[str, list[float]]:
    """The first round only warms up: caches, page splits, plans."""
    rates: dict[str, list[float]] = {name: [] for name in contests}
    for number in range(ROUNDS + 1):
        for name, contest in contests.items():
            rate = contest()
            if number:
                rates[name].append(rate)
    return rates


def _report(seen: dict[str, float]) -> dict[str, Any]:
    ours = {name: seen[name] for name in (SQLITE_EACH, SQLITE_LANE, POSTGRES_EACH, POSTGRES_LANE)}
    peers = {_pgbench_name(clients): seen[_pgbench_name(clients)] for clients in _CLIENTS}
    same, best = _pgbench_name(CALLERS), max(peers, key=lambda name: peers[name])
    ratios = {
        f"{name} / {peer}": round(ours[name] / peers[peer], 2)
        for name in (SQLITE_EACH, SQLITE_LANE, POSTGRES_LANE)
        for peer in dict.fromkeys((same, best))
    }
    return {
        "name": "transfer",
        "unit": f"durable transfers a second, {CALLERS} callers, {CUSTOMERS} accounts",
        "ours": ours,
        "peers": peers,
        "ratios": ratios,
        "aim": {f"{SQLITE_EACH} / {same}": 5.0, f"{POSTGRES_LANE} / {same}": 2.0},
    }


def _pgbench_name(clients: int) -> str:
    return f"pgbench TPC-B, {clients} client{'s' if clients > 1 else ''}"


def _median(rates: list[float]) -> float:
    return round(statistics.median(rates), 1)


def _bank(url: str) -> tuple[Store, EmbeddedCore]:
    migrate(url)
    store = open_store(url)
    return store, open_bank(store)


def _each(store: Store, core: EmbeddedCore) -> float:
    def send(order: TransferOrder) -> Awaitable[Receipt]:
        return store.arun(lambda tx: core.books(tx).transfer(order))

    return send_for(SECONDS, send).per_second


def _lane(store: Store, core: EmbeddedCore) -> float:
    return send_for(SECONDS, Lane(store, core).atransfer).per_second


def _check(store: Store, core: EmbeddedCore) -> None:
    """Speed that loses money is no speed."""
    if findings := store.read(lambda reader: verify(reader, core.book)):
        raise Broken(f"after the bench: {findings[:3]}")
