"""Notices: entries posted → delivered to a receiver of WeChat's calls, beside a bare loop of httpx.

Ours is the whole road: an entry's parcel leased, fanned out to who is bound, kept in the message
centre, looked at again, taken up, sent over HTTP, written down; SQLite with synchronous=FULL, one
worker. The bare loops send bodies of the same kind to the same receiver, which is a process of its
own: they are what the sending alone costs. The wait is from the posting's commit to the receiver's
answer, measured idle and with a campaign's rows waiting behind.
"""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from weiyin.app import App, Plugs, compose
from weiyin.bank.core import Card, CardKind, CardStatus, TransferOrder
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.clock import SystemClock
from weiyin.base.errors import Broken
from weiyin.base.money import Money
from weiyin.base.ports import free_port
from weiyin.bench.callers import name_of, open_bank
from weiyin.channel.wechat.kept import open_wire
from weiyin.demo_home import NOTICE_TEMPLATES
from weiyin.outreach.campaigns.campaign import Arm, Plan, approve, draft
from weiyin.outreach.campaigns.runner import TOPIC as CAMPAIGN
from weiyin.outreach.campaigns.runner import Runner
from weiyin.outreach.segments.audience import Refresh
from weiyin.people.bindings import bind
from weiyin.people.consents import Purpose, give_consent
from weiyin.people.followers import follow
from weiyin.settings import load_settings
from weiyin.storage import outbox
from weiyin.storage.migrate import migrate
from weiyin.storage.outbox import Lane
from weiyin.storage.store import Tx

OA, BOOK = "main", "bench"
FOLLOWERS, TRANSFERS, PROBES = 2_000, 3_000, 150
MARKETING = 1_000_000
_UNIT, _HANDS, _MANY = 100, 8, 10_000
_SEND = "/cgi-bin/message/template/send"
_SETTLE_S = 1.0


@dataclass
class TimedWire(httpx.BaseTransport):
    """The real wire, which notes when an entry's notice to a payer was answered."""

    inner: httpx.BaseTransport
    answered: dict[str, float] = field(default_factory=dict)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self.inner.handle_request(request)
        if request.url.path == _SEND:
            data = json.loads(request.read())["data"]
            self.answered.setdefault(data["character_string6"]["value"], time.monotonic())
        return response

    def close(self) -> None:
        self.inner.close()


def bench_notify(marketing: int = MARKETING) -> dict[str, Any]:
    """{name, unit, ours, peers, ratios, aim}."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="weiyin-bench-")))
        address = stack.enter_context(_receiver())
        wire = TimedWire(open_wire(address))
        app = _open(f"sqlite:///{folder}/bench.db", address, wire)
        stack.callback(app.close)
        accepted = _post(app, TRANSFERS)
        drained = _drain(app, wire)
        bare = {name: _bare(address, hands) for name, hands in _LOOPS.items()}
        idle = _waits(app, wire)
        _campaign(app, marketing)
        busy = _waits(app, wire)
    return _report(accepted, drained, bare, idle, busy, marketing)


_LOOPS = {"httpx, one after another": 1, f"httpx, {_HANDS} threads": _HANDS}


def _report(
    accepted: float,
    drained: float,
    bare: dict[str, float],
    idle: list[float],
    busy: list[float],
    marketing: int,
) -> dict[str, Any]:
    return {
        "name": "notify",
        "unit": "notices a second; waits in ms",
        "ours": {
            "entries_accepted": round(accepted),
            "notices_delivered": round(drained),
            "idle": _quantiles(idle),
            f"with {marketing} marketing rows": _quantiles(busy),
        },
        "peers": {name: round(rate) for name, rate in bare.items()},
        "ratios": {
            "delivered to the best bare loop": round(drained / max(bare.values()), 2),
            "p99 busy to idle": round(_quantiles(busy)["p99_ms"] / _quantiles(idle)["p99_ms"], 2),
        },
        "aim": {"notices_delivered": "≥ 1500", "p99 busy to idle": "≤ 2"},
    }


def _quantiles(waits: list[float]) -> dict[str, float]:
    ordered = sorted(waits)
    at = {"p50_ms": 0.5, "p99_ms": 0.99}
    return {name: round(1000 * ordered[int(q * (len(ordered) - 1))], 1) for name, q in at.items()}


def _open(url: str, address: str, wire: TimedWire) -> App:
    migrate(url)
    settings = load_settings(
        database_url=url,
        public_url="https://bank.example",
        seal_keys={"bench": base64.b64encode(bytes(range(32))).decode()},
        reminders_a_minute=10**9,  # paced by nothing: the hardest case for what comes before it
        accounts={
            OA: {
                "appid": "wx0123456789abcdef",
                "secret": "f0e1d2c3b4a5968778695a4b3c2d1e0f",
                "token": "benchToken",
                "aes_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
                "api_base": address,
                "open_base": address,
                "book": BOOK,
                "templates": {kind: one.template_id for kind, one in NOTICE_TEMPLATES.items()},
            }
        },
    )
    app = compose(settings, Plugs(wire=wire))
    open_bank(app.store, _core(app))
    now = app.clock.now()
    app.store.run(lambda tx: _bind_all(tx, now))
    return app


def _core(app: App) -> EmbeddedCore:
    core = app.cores[BOOK]
    assert isinstance(core, EmbeddedCore)
    return core


def _bind_all(tx: Tx, now: datetime) -> None:
    for number in range(FOLLOWERS):
        _bind(tx, number, now)


def _bind(tx: Tx, number: int, now: datetime) -> None:
    serial = f"{number:08d}"
    openid = _openid(number)
    follow(tx, OA, openid, now)
    for purpose in (Purpose.BINDING, Purpose.MARKETING):
        give_consent(tx, oa=OA, openid=openid, purpose=purpose, version="1", text="", at=now)
    card = Card(
        f"K{serial}", CardKind.DEBIT, serial[-4:], "借记卡", f"A{serial}", f"C{serial}",
        CardStatus.ACTIVE,
    )  # fmt: skip
    bind(tx, oa=OA, openid=openid, card=card, consent_version="1", at=now)


def _openid(number: int) -> str:
    return f"oBench{number:022d}"


def _order(number: int) -> TransferOrder:
    payer, payee = number % FOLLOWERS, (number + 1) % FOLLOWERS
    return TransferOrder(
        f"bench-{time.monotonic_ns()}-{number}", f"C{payer:08d}", f"A{payer:08d}",
        f"A{payee:08d}", name_of(payee), Money(100), "饭钱",
    )  # fmt: skip


def _post(app: App, count: int) -> float:
    """Entries a second, a hundred orders a unit."""
    core, began = _core(app), time.monotonic()
    for first in range(0, count, _UNIT):
        orders = [_order(number) for number in range(first, first + _UNIT)]
        app.store.run(lambda tx, orders=orders: core.books(tx).transfer_many(orders))  # type: ignore[misc]
    return count / (time.monotonic() - began)


def _drain(app: App, wire: TimedWire) -> float:
    """Notices a second, fan-out included: two of each entry."""
    began = time.monotonic()
    app.courier.drain(most_steps=100_000)
    took = time.monotonic() - began
    if len(wire.answered) != TRANSFERS:
        raise Broken(f"{TRANSFERS - len(wire.answered)} entries were not told")
    return 2 * TRANSFERS / took


def _waits(app: App, wire: TimedWire) -> list[float]:
    """Seconds from a transfer's commit to its notice's answer, one transfer at a time."""
    stop = threading.Event()
    courier = threading.Thread(target=app.courier.run, args=(stop,))
    courier.start()
    core, waits = _core(app), []
    try:
        time.sleep(_SETTLE_S)  # its daily and its minutely chores are done by then
        for number in range(PROBES):
            order = _order(number)
            entry = app.store.run(lambda tx, order=order: core.books(tx).transfer(order))  # type: ignore[misc]
            posted = time.monotonic()
            while entry.entry_no not in wire.answered:
                time.sleep(0.001)
            waits.append(wire.answered[entry.entry_no] - posted)
    finally:
        stop.set()
        courier.join()
    return waits


def _campaign(app: App, rows: int) -> None:
    """A campaign that is through with its segment and has this many people still to tell."""
    store, clock, now = app.store, app.clock, app.clock.now()
    Refresh(store, clock, app.cores, lambda _: (OA,))()
    arms = (Arm("A", "夏日礼遇", "点此查看", "/p/f/offers_nearby"),)
    plan = Plan("bench", '标签 "无"', "存款 ≥ 0", arms, 0, now, now + timedelta(days=1))
    id_ = store.run(lambda tx: draft(tx, OA, plan, who="a", at=now))
    store.run(lambda tx: approve(tx, OA, id_, who="b", at=now))
    Runner(store, clock)()
    for first in range(0, rows, _MANY):
        parcels = [
            (f"{id_}:{number}", {"campaign_id": id_, "openid": _openid(number % FOLLOWERS),
                                 "arm": "A", "at_us": 0})
            for number in range(first, min(first + _MANY, rows))
        ]  # fmt: skip
        store.run(
            lambda tx, parcels=parcels: outbox.put_many(  # type: ignore[misc]
                tx, oa=OA, topic=CAMPAIGN, parcels=parcels, due=now, lane=Lane.MARKETING
            )
        )


def _bare(address: str, hands: int) -> float:
    """Sends a second of a loop that does nothing else."""
    body = {"touser": "o" * 28, "template_id": "t", "data": {"thing1": {"value": "字" * 20}}}
    count = TRANSFERS
    with httpx.Client(trust_env=False) as http, ThreadPoolExecutor(hands) as pool:
        began = time.monotonic()
        for _ in pool.map(lambda _: http.post(f"{address}{_SEND}", json=body).json(), range(count)):
            pass
        return count / (time.monotonic() - began)


@contextmanager
def _receiver() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "weiyin.bench.receiver", str(port)]
    process = subprocess.Popen(command)  # noqa: S603 - our own command
    try:
        clock = SystemClock()
        began = clock.monotonic()
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if clock.monotonic() - began > 30:
                    raise
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
