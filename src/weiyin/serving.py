"""The doors to HTTP: each account's callback, the pages, the API, the console, feeds, health."""

from __future__ import annotations

import gc
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from weiyin.api.app import ApiDeps, create_api
from weiyin.app import App
from weiyin.app.ground import personas_of
from weiyin.app.menus import wechat_menu
from weiyin.app.vitals import Vitals
from weiyin.bank.remote import RemoteCore
from weiyin.base.ask import Ask
from weiyin.base.heads import BoundedHttp
from weiyin.base.mask import Secret
from weiyin.channel.branch.feed import FeedDeps, create_feed
from weiyin.channel.core.feed import CoreFeedDeps, create_core_feed
from weiyin.channel.wechat import windows
from weiyin.channel.wechat.gateway import Gateway
from weiyin.channel.wechat.jssdk import PageSigners
from weiyin.channel.wechat.menu import Menu, buttons_of, check_menu
from weiyin.channel.wechat.quota import A_DAY
from weiyin.channel.wechat.tags import Tags
from weiyin.channel.wechat.template import API as TEMPLATE_API
from weiyin.console.app import create_console
from weiyin.console.channel import AccountFacts, ChannelTools
from weiyin.console.deps import ConsoleDeps, ConsoleSettings, no_hints
from weiyin.console.desk.hub import Hub
from weiyin.console.desk.tools import DeskTools
from weiyin.console.figures.alerts import Alert, alerts
from weiyin.desk.telling import Room
from weiyin.outreach.letters import put_late
from weiyin.pages.app import create_pages
from weiyin.pages.ports import PagesDeps, PagesSettings
from weiyin.reception.forms import FunctionForms
from weiyin.storage.store import Reader


def run_web(
    app: App, host: str, port: int, *, deliver: bool, sockets: list[socket.socket] | None = None
) -> None:
    """The web server of one process, until it is told to stop; requests begun are answered first.

    `sockets`: listen at these, which somebody else opened, instead of at `host` and `port`.
    """
    # uvicorn finishes its work on SIGTERM and then sends it again: it must not end us unclosed.
    signal.signal(signal.SIGTERM, lambda *_: None)
    hub = Hub()
    server = _Server(web_config(app, host, port, deliver=deliver, hub=hub), hub)
    # What stands by now stays. Walking it at each full collection held every reply up for 0.2 s.
    gc.collect()
    gc.freeze()
    server.run(sockets=sockets)


class _Server(uvicorn.Server):
    """Lets the desk's live screens go when it is told to stop: a stream never ends by itself."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._hub.end()
        super().handle_exit(sig, frame)


def web_config(
    app: App, host: str, port: int, *, deliver: bool, hub: Hub | None = None
) -> uvicorn.Config:
    """One process's server at an address."""
    web = create_asgi(app, deliver=deliver, hub=hub)
    return uvicorn.Config(web, host=host, port=port, **manners(app.settings.trusted_proxies))


def manners(trusted_proxies: Sequence[str]) -> dict[str, Any]:
    """How we speak HTTP: heads bounded, no word of what we are; only our proxies say who calls."""
    return {
        "loop": "uvloop",
        "http": BoundedHttp,
        "ws": "none",
        "access_log": False,
        "log_config": None,
        "server_header": False,
        "proxy_headers": bool(trusted_proxies),
        "forwarded_allow_ips": ",".join(trusted_proxies),
        "timeout_graceful_shutdown": 10,
    }


def create_asgi(app: App, *, deliver: bool, hub: Hub | None = None) -> ASGIApp:
    """The whole web. `deliver`: also run a courier in this process (a small install, the demo).

    `hub` keeps the desk's screens live: whoever ends the process tells it first.
    """
    gateway = make_gateway(app)
    key = Secret(app.settings.metrics_key.get_secret_value())
    vitals = Vitals(app.store, app.clock, key, lambda: gateway.counts, partial(_metered, app))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        stop = threading.Event()
        courier = threading.Thread(target=app.courier.run, args=(stop,), name="courier")
        if deliver:
            courier.start()
        yield
        await gateway.drain()
        stop.set()
        if deliver:
            await run_in_threadpool(courier.join)

    web = Starlette(
        routes=[
            Mount("/p", create_pages(_pages(app))),
            Mount("/api/v1", create_api(_api(app))),
            Mount("/console", create_console(_console(app, hub))),
            Mount("/feeds", create_feed(_feed(app))),
            Mount("/core", create_core_feed(_core_feed(app))),
            *vitals.routes,
        ],
        lifespan=lifespan,
    )

    async def front(scope: Scope, receive: Receive, send: Send) -> None:
        # Nine in ten requests are pushes: they do not queue for the router and its middleware.
        begun, pushed = app.clock.monotonic(), gateway.opens(scope)
        try:
            await (gateway if pushed else web)(scope, receive, send)
        finally:
            vitals.served("callback" if pushed else "web", begun)

    return front


def make_gateway(app: App) -> Gateway:
    """The callback of all accounts."""
    return Gateway(
        app.accounts,
        app.reception.answer,
        _late(app),
        app.clock,
        messages_a_minute=app.settings.messages_a_minute,
    )


def _late(app: App) -> Callable[[Ask], None]:
    """Queue the reply, stored now or soon, to a message that missed its passive deadline."""

    def queue(ask: Ask) -> None:
        now = app.clock.now()
        app.store.run(lambda tx: put_late(tx, oa=ask.oa, openid=ask.openid, key=ask.key, due=now))

    return queue


def _pages(app: App) -> PagesDeps:
    settings = app.settings
    return PagesDeps(
        store=app.store,
        clock=app.clock,
        signin=app.signin,
        forms=FunctionForms(
            app.catalogue, {key: one.groups for key, one in settings.accounts.items()}
        ),
        counter=app.counter,
        settings=PagesSettings(
            origins=(settings.public_url, *settings.other_origins),
            default_oa=app.default_oa,
            oas=tuple(app.accounts),
            book=settings.accounts[app.default_oa].book,
            personas=personas_of(settings),
            frame_ancestors=settings.frame_ancestors,
            script_origins=tuple(sorted({one.script_base for one in settings.accounts.values()})),
        ),
        signer=PageSigners(
            app.clients, {key: one.script_base for key, one in settings.accounts.items()}
        ),
    )


def _console(app: App, hub: Hub | None = None) -> ConsoleDeps:
    settings = app.settings
    return ConsoleDeps(
        store=app.store,
        clock=app.clock,
        sealer=app.sealer,
        catalogue=app.catalogue,
        settings=ConsoleSettings(
            origins=(settings.public_url, *settings.other_origins),
            books={key: one.book for key, one in settings.accounts.items()},
            names={key: one.bank for key, one in personas_of(settings).items()},
            bank_name=settings.bank_name,
            demo=settings.demo,
        ),
        desk=DeskTools(
            room_of=_room_of,
            knowledge=app.knowledge,
            assistant=app.assistant,
            books=lambda reader, oa: app.cores[settings.accounts[oa].book].books(reader),
            hotline=settings.hotline,
            hub=hub or Hub(),
        ),
        channel=_channel(app),
        alerts=partial(_alerts, app),
        hints=(settings.demo and app.plugs.hints) or no_hints,
    )


def _alerts(app: App, oa: str) -> list[Alert]:
    """Every rule of an account, judged now: for its dashboard and for the metrics."""
    account, now = app.settings.accounts[oa], app.clock.now()
    sent = app.clients[oa].quota.calls_today().get(TEMPLATE_API, 0)
    return app.store.read(
        lambda reader: alerts(
            reader,
            oa,
            account.book,
            now,
            templates_sent=sent,
            templates_a_day=account.templates_a_day,
        )
    )


def _metered(app: App) -> list[tuple[str, str, int, bool]]:
    """(account, rule, figure, whether it speaks) of every alert there is."""
    return [
        (oa, one.rule.name, one.value, one.speaks)
        for oa in app.accounts
        for one in _alerts(app, oa)
    ]


def _channel(app: App) -> ChannelTools:
    personas = personas_of(app.settings)

    def publish(oa: str, menu: dict[str, Any], tag: str) -> None:
        columns, made = buttons_of(menu), Menu(app.clients[oa])
        if not tag:
            made.publish(columns)
            return
        older = made.conditional_of(int(tag))
        made.publish_conditional(columns, int(tag))
        for one in older:  # the newest wins, so nobody sees a gap
            made.delete_conditional(one)

    def withdraw(oa: str, tag: str) -> None:
        made = Menu(app.clients[oa])
        for one in made.conditional_of(int(tag)):
            made.delete_conditional(one)

    return ChannelTools(
        accounts={
            key: AccountFacts(
                one.appid,
                one.mode,
                one.book,
                one.templates,
                one.templates_a_day,
                one.groups,
                {**A_DAY, TEMPLATE_API: one.templates_a_day},
                personas[key],
            )
            for key, one in app.settings.accounts.items()
        },
        calls_on=lambda oa, day: app.clients[oa].quota.calls_on(day),
        active=windows.active,
        check_menu=lambda menu: check_menu(buttons_of(menu)),
        publish_menu=publish,
        withdraw_menu=withdraw,
        tags=lambda oa: [
            (str(one["id"]), str(one["name"]), int(one.get("count", 0)))
            for one in Tags(app.clients[oa]).listed()
        ],
        shipped_menu=lambda oa: {
            "button": [
                one.as_json()
                for one in wechat_menu(app.catalogue, app.settings.accounts[oa].groups)
            ]
        },
        flush=app.tally.flush,
    )


def _room_of(reader: Reader, oa: str, openid: str, now: datetime) -> Room:
    return Room(*windows.room(reader, oa, openid, now))


def _feed(app: App) -> FeedDeps:
    key = Secret(app.settings.feed_key.get_secret_value())
    return FeedDeps(app.store, app.clock, app.sealer, key)


def _core_feed(app: App) -> CoreFeedDeps:
    key = Secret(app.settings.core_key.get_secret_value())
    elsewhere = [book for book, core in app.cores.items() if isinstance(core, RemoteCore)]
    return CoreFeedDeps(app.store, app.clock, key, elsewhere)


def _api(app: App) -> ApiDeps:
    return ApiDeps(
        app.store, app.clock, app.signin, app.counter, app.catalogue, tuple(app.accounts)
    )
