"""A town: the small bank and WeChat's stand-in, each served, with a phone for each customer."""

from __future__ import annotations

import random
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx

from tests.e2e.phone import Phone
from tests.e2e.sockets import listening, serving, until, url_of
from tests.house.bank import BOOK, LI, WANG, Person, stock, stock_places
from tests.house.made import AES_KEY, OA, SEAL_KEY, SECRET, TOKEN
from weiyin.app import App, Plugs, compose
from weiyin.app.menus import wechat_menu
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.clock import Clock, ManualClock
from weiyin.channel.wechat.menu import Menu
from weiyin.demo.speech import DemoSpeech, SpokenWire
from weiyin.demo_home import NOTICE_TEMPLATES
from weiyin.serving import create_asgi
from weiyin.settings import Settings, load_settings
from weiyin.simulator import settings as simulated
from weiyin.simulator.app import create
from weiyin.storage.sql import sql

APPID = "wx0123456789abcdef"
GH_ID = "gh_house"
SMS_KEY = "town-sms-key-5f0c1e"
_DELIVERIES = sql("SELECT openid, state, attempts FROM deliveries ORDER BY openid")
_ROWS = sql("SELECT topic, state, why FROM outbox ORDER BY parcel_id")
_ENTRIES = sql("SELECT COUNT(*) FROM ledger_entries")
_INBOX = sql("SELECT COUNT(*) FROM inbox")


def settings_of(database_url: str, bank_url: str, platform_url: str, **more: Any) -> Settings:
    """The small bank's settings; the stand-in is only another API base."""
    account = {
        "appid": APPID,
        "secret": SECRET,
        "token": TOKEN,
        "aes_key": AES_KEY,
        "mode": "safe",
        "api_base": platform_url,
        "open_base": platform_url,
        "gh_id": GH_ID,
        "book": BOOK,
        "templates": {kind: one.template_id for kind, one in NOTICE_TEMPLATES.items()},
    }
    facts = {
        "database_url": database_url,
        "public_url": bank_url,
        "seal_keys": {"k1": SEAL_KEY},
        "accounts": {OA: account},
        "sms_url": f"{platform_url}/sms/send",
        "sms_key": SMS_KEY,
        "messages_a_minute": 0,  # a test's person talks as fast as the machine
    }
    return load_settings(**(facts | more))


def handset_of(name: str, person: Person) -> simulated.Handset:
    return simulated.Handset(name, person.name, person.phone, f"oTownHandset{name:>012}"[:28])


def platform_settings(bank_url: str, **more: Any) -> simulated.Settings:
    """The same account as the stand-in plays it, and two phones."""
    account = simulated.Account(
        key=OA, appid=APPID, secret=SECRET, token=TOKEN, aes_key=AES_KEY, mode=simulated.Mode.SAFE,
        callback_url=f"{bank_url}/wechat/{OA}",
        original_id=GH_ID,
        templates=tuple(NOTICE_TEMPLATES.values()),
    )  # fmt: skip
    handsets = (handset_of("wang", WANG), handset_of("li", LI))
    return simulated.Settings((account,), handsets, sms_key=SMS_KEY, **more)


def house_plugs(clock: Clock, **more: Any) -> Plugs:
    """As the demo's: the stand-in tells the words of a voice."""
    plugs = Plugs(clock=clock, speech=DemoSpeech(), wire=SpokenWire(httpx.HTTPTransport()))
    return replace(plugs, **more)


class Platform:
    """The stand-in's doors for testers."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx.Client(base_url=url, timeout=20, trust_env=False)

    def fault(self, path: str, kind: str, **facts: Any) -> None:
        body = {"path": path, "kind": kind, **facts}
        self._http.post("/sim/faults", json=body).raise_for_status()

    def log(self, path: str) -> list[dict[str, Any]]:
        """The lines of the wire log with this path, oldest first."""
        return [line for line in self._http.get("/sim/log").json() if line["path"] == path]

    def close(self) -> None:
        self._http.close()


@dataclass
class Town:
    """The bank's server runs in this process, so a test may look at its books."""

    app: App
    clock: ManualClock
    platform: Platform
    bank_url: str
    wang: Phone
    li: Phone

    def bind(self, phone: Phone, person: Person) -> None:
        """From the follow to the bound card, as a person does it."""
        phone.act("follow")
        phone.say("查余额")
        asked = phone.fill_binding(phone.open_last_card(), person)
        done = self.confirm(phone, asked)
        assert "绑定成功" in done.text, done.text

    def confirm(self, phone: Phone, page: httpx.Response) -> httpx.Response:
        """Ask for the code, read it in the text message, send it; the result's page."""
        self.clock.advance(timedelta(seconds=61))
        path = page.url.path
        code = self.code(phone, path)
        return phone.browser.post(f"{path}/confirm", code=code)

    def code(self, phone: Phone, path: str) -> str:
        before = len(phone.texts())
        phone.browser.post(f"{path}/code")
        text = until(lambda: phone.texts()[before:])[-1]
        found = re.search(r"\d{6}", text)
        assert found is not None
        return found[0]

    def settle(self) -> None:
        """Until the outbox holds nothing that is due."""
        until(self._is_quiet)

    def _is_quiet(self) -> bool:
        now = self.clock.now()
        due = sql("SELECT COUNT(*) FROM outbox WHERE state='open' AND due_us<=:now_us")
        held = sql("SELECT COUNT(*) FROM outbox WHERE state='open' AND worker<>''")
        us = int(now.timestamp() * 1_000_000)
        look = self.app.store.read
        count = look(lambda r: (r.one(due, now_us=us) or [0])[0] + (r.one(held) or [0])[0])
        return int(count) == 0

    def deliveries(self) -> list[tuple[str, str, int]]:
        """(openid, state, attempts) of every telling."""
        rows = self.app.store.read(lambda r: r.all(_DELIVERIES))
        return [(row[0], row[1], row[2]) for row in rows]

    def parcels(self, topic: str) -> list[tuple[str, str]]:
        """(state, why) of the outbox rows of a topic."""
        rows = self.app.store.read(lambda r: r.all(_ROWS))
        return [(state, why) for name, state, why in rows if name == topic]

    def entries(self) -> int:
        """How many entries the books hold."""
        row = self.app.store.read(lambda r: r.one(_ENTRIES))
        return int(row[0]) if row else 0

    def asks(self) -> int:
        """How many messages were taken in."""
        row = self.app.store.read(lambda r: r.one(_INBOX))
        return int(row[0]) if row else 0

    def publish_menu(self) -> None:
        Menu(self.app.clients[OA]).publish(wechat_menu(self.app.catalogue))


@contextmanager
def platform_at(
    listener: socket.socket, settings: simulated.Settings, clock: Clock
) -> Iterator[Platform]:
    with serving(create(settings, clock, random.Random(7)), listener):
        platform = Platform(url_of(listener))
        yield platform
        platform.close()


@contextmanager
def open_town(
    database_url: str, clock: ManualClock, *, plugs: Plugs | None = None, **settings: Any
) -> Iterator[Town]:
    """Everything served; `settings` are changed settings of the bank."""
    with ExitStack() as stack:
        platform_line = stack.enter_context(listening())
        bank_line = stack.enter_context(listening())
        bank_url, platform_url = url_of(bank_line), url_of(platform_line)
        app = compose(
            settings_of(database_url, bank_url, platform_url, **settings),
            plugs or house_plugs(clock),
        )
        stack.callback(app.close)
        core = app.cores[BOOK]
        if isinstance(core, EmbeddedCore):
            app.store.run(lambda tx: stock(tx, core, clock.now()))
        app.store.run(stock_places)
        platform = stack.enter_context(
            platform_at(platform_line, platform_settings(bank_url), clock)
        )
        stack.enter_context(serving(create_asgi(app, deliver=True), bank_line))
        phones = [Phone(platform_url, bank_url, name) for name in ("wang", "li")]
        for phone in phones:
            stack.callback(phone.close)
        yield Town(app, clock, platform, bank_url, *phones)
