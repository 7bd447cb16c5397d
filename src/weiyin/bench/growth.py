"""What a question and a notice cost as the bank grows: 10⁴ to 10⁷ bound customers, both engines.

The people asked about are drawn over the whole crowd. A question is the road from reception to its
durable reply; a notice the road from an entry's parcel to WeChat's answer, which is given on the
spot. A cost is the processor's time, ours and the database server's (`Meter`), the best of some
rounds: what else the machine does meanwhile is not meant.
"""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx

from weiyin.app import App, Plugs, compose
from weiyin.bank.ledger import post_many
from weiyin.bank.postings import Leg, Posting
from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import SystemClock
from weiyin.base.ids import row_id
from weiyin.bench.crowd import BOOK, OA, account, multiply, open_original, openid, originals
from weiyin.bench.meter import Meter
from weiyin.demo.dice import Dice
from weiyin.demo_home import NOTICE_TEMPLATES
from weiyin.settings import load_settings
from weiyin.storage.embedded import embedded_postgres
from weiyin.storage.migrate import migrate

ENGINES = ("sqlite", "postgresql")
FLAT = 1.5
"""The largest may cost so many times the smallest."""
_ASKS, _NOTICES, _ROUNDS = 400, 400, 5
_CONTENT = "/cgi-bin/template/get_all_private_template"

Progress = Callable[[float], None]


def bench_growth(
    sizes: tuple[int, ...], told: Progress, engines: tuple[str, ...] = ENGINES
) -> dict[str, Any]:
    """{name, unit, ours: {engine: {size: {question, notice}}}, ratios, aim}."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="weiyin-growth-"))
        urls = {}
        if "sqlite" in engines:
            urls["sqlite"] = f"sqlite:///{folder}/growth.db"
        if "postgresql" in engines:
            urls["postgresql"] = stack.enter_context(embedded_postgres(durable=True))
        for place, (engine, url) in enumerate(urls.items()):
            found[engine] = _measured(url, sizes, _part(told, place, len(urls)))
    return {
        "name": "growth",
        "unit": "microseconds of processor, best of rounds; bytes",
        "ours": found,
        "ratios": {
            f"{engine}: {what}, largest to smallest": _ratio(by_size, what)
            for engine, by_size in found.items()
            for what in ("question", "notice")
        },
        "aim": {"each": f"≤ {FLAT}"},
    }


def _part(told: Progress, place: int, parts: int) -> Progress:
    return lambda done: told((place + done) / parts)


def _ratio(by_size: dict[str, dict[str, float]], what: str) -> float:
    costs = [one[what] for one in by_size.values()]
    return round(costs[-1] / costs[0], 2)


def _measured(url: str, sizes: tuple[int, ...], told: Progress) -> dict[str, dict[str, float]]:
    migrate(url)
    with _house(url) as app:
        app.store.run(lambda tx: open_original(tx, app))
    rows, found, there = originals(url), dict[str, dict[str, float]](), 1
    for step, size in enumerate(sizes):
        multiply(url, rows, there, size)
        there = size
        told((step + 0.5) / len(sizes))
        with _house(url) as app:
            found[f"{size:,}"] = _costs(app, size, Meter(url))
        told((step + 1) / len(sizes))
    return found


def _costs(app: App, size: int, meter: Meter) -> dict[str, float]:
    """Microseconds by what was done; the first round makes what a process makes once."""
    dice = Dice(2026, "growth", size)
    asked = [_ask(app, dice, size, meter) for _ in range(_ROUNDS)]
    told = [_tell(app, dice, size, meter) for _ in range(_ROUNDS)]
    return {
        "question": round(min(asked), 1),
        "notice": round(min(told), 1),
        "bytes a customer": round(meter.bytes() / size),
    }


def _ask(app: App, dice: Dice, size: int, meter: Meter) -> float:
    """Microseconds a question."""
    asks = [
        Ask(OA, openid(dice.below(size)), row_id(app.clock.now()), AskKind.TEXT, app.clock.now(),
            "查余额")
        for _ in range(_ASKS)
    ]  # fmt: skip
    began = meter.seconds()
    for ask in asks:
        app.reception.handle(ask)
    return (meter.seconds() - began) / len(asks) * 1e6


def _tell(app: App, dice: Dice, size: int, meter: Meter) -> float:
    """Microseconds a notice: each entry has two."""
    now = app.clock.now()
    postings = []
    for _ in range(_NOTICES // 2):
        payer = dice.below(size)
        payee = (payer + 1 + dice.below(size - 1)) % size
        legs = (Leg(account(payer), -100), Leg(account(payee), 100))
        postings.append(Posting(row_id(now), "transfer", legs, now, memo="饭钱"))
    app.store.run(lambda tx: post_many(tx, BOOK, postings))
    began = meter.seconds()
    app.courier.drain()
    return (meter.seconds() - began) / _NOTICES * 1e6


class _Told(httpx.BaseTransport):
    """WeChat, as far as notices go: it takes everything at once."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == _CONTENT:
            held = [
                {"template_id": one.template_id, "content": one.content}
                for one in NOTICE_TEMPLATES.values()
            ]
            return _answer({"template_list": held})
        if request.url.path.endswith("token"):
            return _answer({"access_token": "t", "expires_in": 7200})
        return _answer({"errcode": 0, "msgid": 1})


def _answer(body: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, content=json.dumps(body).encode())


@contextmanager
def _house(url: str) -> Iterator[App]:
    settings = load_settings(
        database_url=url,
        public_url="https://bank.example",
        seal_keys={"bench": base64.b64encode(bytes(range(32))).decode()},
        accounts={
            OA: {
                "appid": "wx0123456789abcdef",
                "secret": "f0e1d2c3b4a5968778695a4b3c2d1e0f",
                "token": "benchToken",
                "aes_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
                "api_base": "http://127.0.0.1:9",
                "open_base": "http://127.0.0.1:9",
                "book": BOOK,
                "templates": {kind: one.template_id for kind, one in NOTICE_TEMPLATES.items()},
            }
        },
    )
    app = compose(settings, Plugs(clock=SystemClock(), wire=_Told()))
    try:
        yield app
    finally:
        app.close()
