"""Who lives in a day: four customers with a bound card each, an agent, and the settings of both
sides. Made once a process by the domain's own doors; every day begins from a copy of it.
"""

from __future__ import annotations

import base64
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from weiyin.app import App, Mind, Plugs, compose, open_mind
from weiyin.bank.cards import NewCard
from weiyin.bank.core import Card, CardKind, CardStatus, PayeeEntry
from weiyin.bank.customers import NewCustomer
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import CLEARING
from weiyin.bank.officer import Movement, Officer
from weiyin.base.clock import SHANGHAI
from weiyin.base.money import Money
from weiyin.demo import numbers
from weiyin.demo_home import NOTICE_TEMPLATES
from weiyin.desk import agent
from weiyin.people.bindings import bind
from weiyin.people.consents import Purpose, give_consent
from weiyin.people.followers import follow
from weiyin.settings import Settings, load_settings
from weiyin.simulation.loop import DayClock
from weiyin.simulator import settings as simulated
from weiyin.storage.migrate import migrate
from weiyin.storage.store import Tx

OA, BOOK, AGENT = "main", "demo", "agent-1"
PLATFORM = "http://127.0.0.1:9"
OPENED = datetime(2026, 7, 1, 9, tzinfo=SHANGHAI)
_BANK = "http://127.0.0.1:8"
_APPID, _GH_ID = "wx00000000005eeded", "gh_seeded"
_TOKEN, _SECRET, _SMS_KEY = "seededDays", "5eed" * 8, "seeded-text-messages"
_AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@dataclass(frozen=True, slots=True)
class Customer:
    """`payee` is a name that nobody else uses, for the neighbour whose name is `payee_name`."""

    serial: int
    name: str
    payee: str
    payee_name: str

    @property
    def number(self) -> str:
        return f"C{self.serial}"

    @property
    def account(self) -> str:
        return f"A{self.serial:08d}"

    @property
    def openid(self) -> str:
        return f"oSeededHandset{self.serial:014d}"

    @property
    def handset(self) -> str:
        return f"phone{self.serial}"

    @property
    def phone(self) -> str:
        return numbers.phone(self.serial)


_NAMES = ("王小明", "李晓雷", "韩梅英", "赵国强")
_PAYEES = ("老李头", "梅子姐", "强子哥", "小明弟")
PEOPLE = tuple(
    Customer(place + 1, name, _PAYEES[place], _NAMES[(place + 1) % len(_NAMES)])
    for place, name in enumerate(_NAMES)
)


@dataclass(frozen=True, slots=True)
class Town:
    """What days start from. `clock` belongs to `mind`, so the days of a process share it."""

    clock: DayClock
    settings: Settings
    mind: Mind
    whole: bytes
    """The database, migrated and stocked."""


def make_town() -> Town:
    clock = DayClock(OPENED)
    settings = bank_settings("sqlite:////dev/null")
    mind = open_mind(settings, clock)
    with TemporaryDirectory(prefix="weiyin-simulate-") as folder:
        path = Path(folder) / "town.db"
        migrate(f"sqlite:///{path}")
        app = compose(bank_settings(f"sqlite:///{path}"), Plugs(clock=clock), mind)
        try:
            app.store.run(lambda tx: _stock(tx, app))
        finally:
            app.close()
        return Town(clock, settings, mind, _bytes_of(path))


def _bytes_of(path: Path) -> bytes:
    """Without its log: a database in memory cannot have one."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode=DELETE").fetchall()
        return connection.serialize()
    finally:
        connection.close()


def _stock(tx: Tx, app: App) -> None:
    core = app.cores[BOOK]
    assert isinstance(core, EmbeddedCore)
    officer, now = Officer(core), app.clock.now()
    officer.open_house(tx, now)
    for one in PEOPLE:
        _open(tx, officer, one, now)
    for one, next_one in zip(PEOPLE, (*PEOPLE[1:], PEOPLE[0]), strict=True):
        card = numbers.debit_card(next_one.serial)
        entry = PayeeEntry(one.payee, next_one.name, next_one.account, card[-4:])
        officer.add_payee(tx, one.number, entry, now)
    agent.enrol(tx, OA, AGENT, name="小陈", number="0001", skills=("general",), room=5)


def _open(tx: Tx, officer: Officer, one: Customer, now: datetime) -> None:
    """A customer with a card, money on it, and the card bound to the phone."""
    identity = numbers.identity("19900307", one.serial)
    limit = Money(5_000_000)
    officer.register(tx, NewCustomer(one.number, one.name, identity, one.phone, limit), now)
    number = numbers.debit_card(one.serial)
    new = NewCard(f"{one.number}-D", CardKind.DEBIT, number, "借记卡", one.account, one.number)
    officer.open_debit(tx, new, now)
    amount = Money(1_000_000 + 100_000 * one.serial)
    salary = Movement(f"s{one.serial}", "salary", now, CLEARING, one.account, amount, "工资")
    officer.book(tx, [salary])
    follow(tx, OA, one.openid, now)
    give_consent(
        tx, oa=OA, openid=one.openid, purpose=Purpose.BINDING, version="1", text="", at=now
    )
    card = Card(
        new.card_id, CardKind.DEBIT, number[-4:], new.product, one.account, one.number,
        CardStatus.ACTIVE,
    )  # fmt: skip
    bind(tx, oa=OA, openid=one.openid, card=card, consent_version="1", at=now)


def bank_settings(database_url: str) -> Settings:
    """The bank's side: the stand-in is only another API base."""
    account = {
        "appid": _APPID, "secret": _SECRET, "token": _TOKEN, "aes_key": _AES_KEY, "mode": "safe",
        "api_base": PLATFORM, "open_base": PLATFORM, "gh_id": _GH_ID, "book": BOOK,
        "templates": {kind: one.template_id for kind, one in NOTICE_TEMPLATES.items()},
        "desk_workdays": "00:00-24:00", "desk_days_off": "00:00-24:00",
    }  # fmt: skip
    return load_settings(
        database_url=database_url,
        public_url=_BANK,
        seal_keys={"seeded": base64.b64encode(bytes(range(32))).decode()},
        accounts={OA: account},
        sms_url=f"{PLATFORM}/sms/send",
        sms_key=_SMS_KEY,
    )


def platform_settings() -> simulated.Settings:
    """WeChat's side, and a handset for each customer."""
    account = simulated.Account(
        key=OA, appid=_APPID, secret=_SECRET, token=_TOKEN, aes_key=_AES_KEY,
        mode=simulated.Mode.SAFE, callback_url=f"{_BANK}/wechat/{OA}", original_id=_GH_ID,
        templates=tuple(NOTICE_TEMPLATES.values()),
    )  # fmt: skip
    handsets = tuple(
        simulated.Handset(one.handset, one.name, one.phone, one.openid) for one in PEOPLE
    )
    return simulated.Settings((account,), handsets, sms_key=_SMS_KEY)
