"""How the house is: alive, ready, and its figures for Prometheus.

`/healthz`: this process answers. `/readyz`: so does its store; a balancer sends people elsewhere
meanwhile. `/metrics`: the figures, for whoever has `WEIYIN_METRICS_KEY`; without that setting there
is no such page.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from weiyin.base.clock import Clock
from weiyin.base.errors import WeiyinError
from weiyin.base.mask import Secret
from weiyin.storage import outbox
from weiyin.storage.store import Store

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 4.5)
"""Bounds of the histogram; WeChat hangs up at 5 s, and we answer late at 4.3."""

MeteredAlert = tuple[str, str, int, bool]
"""Account, rule, its figure, whether it speaks."""


class Vitals:
    """`pushes`: what came to the callback, by kind, counted since the start. `alerts`: the rules
    of the dashboards, judged when asked.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        key: Secret,
        pushes: Callable[[], Mapping[str, int]],
        alerts: Callable[[], Iterable[MeteredAlert]] = lambda: (),
    ) -> None:
        self._store, self._clock, self._key = store, clock, key
        self._registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=self._registry)
        self._registry.register(_Figures(store, clock, pushes, alerts))
        seconds = Histogram(
            "weiyin_request_seconds", "From the first byte to the last, by door", ("door",),
            buckets=SECONDS, registry=self._registry,
        )  # fmt: skip
        self._doors = {door: seconds.labels(door) for door in ("callback", "web")}

    def served(self, door: str, begun: float) -> None:
        """A request at a door (callback or web) is over; `begun` on the clock's monotonic."""
        self._doors[door].observe(self._clock.monotonic() - begun)

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/healthz", self._alive),
            Route("/readyz", self._ready),
            Route("/metrics", self._metrics),
        ]

    async def _alive(self, _: Request) -> Response:
        return PlainTextResponse("ok")

    async def _ready(self, _: Request) -> Response:
        try:
            await run_in_threadpool(self._store.read, outbox.backlog)
        except WeiyinError:
            return PlainTextResponse("store unavailable", 503)
        return PlainTextResponse("ready")

    async def _metrics(self, request: Request) -> Response:
        if not self._key:
            return PlainTextResponse("Not Found", 404)
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self._key.reveal()}".encode()):
            return PlainTextResponse("Unauthorized", 401, {"www-authenticate": "Bearer"})
        figures = await run_in_threadpool(generate_latest, self._registry)
        return Response(figures, media_type=CONTENT_TYPE_LATEST)


class _Figures(Collector):
    """What is read at the moment it is asked for; a store that is away leaves its figures out."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        pushes: Callable[[], Mapping[str, int]],
        alerts: Callable[[], Iterable[MeteredAlert]],
    ) -> None:
        self._store, self._clock, self._pushes, self._alerts = store, clock, pushes, alerts

    def collect(self) -> Iterator[Metric]:
        about = GaugeMetricFamily("weiyin_build", "What runs", labels=("version", "engine"))
        about.add_metric((version("weiyin"), self._store.engine), 1)
        yield about
        pushes = CounterMetricFamily("weiyin_pushes", "Pushes of WeChat, by kind", labels=("kind",))
        for kind, count in sorted(self._pushes().items()):
            pushes.add_metric((kind,), count)
        yield pushes
        try:
            waiting, aside = self._store.read(
                lambda r: (outbox.backlog(r), outbox.set_aside_count(r))
            )
            judged = list(self._alerts())
        except WeiyinError:
            return
        yield from self._outbox(waiting, aside)
        yield from _told(judged)

    def _outbox(self, waiting: list[outbox.Backlog], aside: Mapping[str, int]) -> Iterator[Metric]:
        now = self._clock.now()
        topic = ("topic",)
        count = GaugeMetricFamily("weiyin_outbox_open", "Parcels to deliver", labels=topic)
        age = GaugeMetricFamily("weiyin_outbox_oldest_seconds", "Of what is due", labels=topic)
        parked = GaugeMetricFamily("weiyin_outbox_parked", "Set aside for people", labels=topic)
        for one in waiting:
            count.add_metric((one.topic,), one.count)
            age.add_metric((one.topic,), max((now - one.oldest_due).total_seconds(), 0.0))
        for name, number in aside.items():
            parked.add_metric((name,), number)
        yield from (count, age, parked)


def _told(judged: Iterable[MeteredAlert]) -> Iterator[Metric]:
    names = ("oa", "rule")
    speaks = GaugeMetricFamily("weiyin_alert", "1 while the rule speaks", labels=names)
    value = GaugeMetricFamily("weiyin_alert_value", "The rule's figure now", labels=names)
    for oa, rule, figure, is_on in judged:
        speaks.add_metric((oa, rule), int(is_on))
        value.add_metric((oa, rule), figure)
    yield from (speaks, value)
