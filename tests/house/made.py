"""The house as a test drives it: people say things, bind cards, read their text messages."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.e2e.sockets import listening, serving, url_of
from tests.house.bank import BOOK, TRADE_PASSWORD, Person, stock, stock_places
from weiyin.app import App, Plugs, compose
from weiyin.bank.bills.billing import Billing
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.http import core_app
from weiyin.base.ask import Ask, AskKind, Point
from weiyin.base.clock import ManualClock
from weiyin.base.mask import Secret
from weiyin.base.reply import OpenPage, Reply
from weiyin.base.views import DraftMade, Keypad, PageResult, ResultView, SealedPin
from weiyin.channel.wechat.render import in_words
from weiyin.demo.billing import DemoBilling
from weiyin.functions.inputs import InputKind
from weiyin.people.followers import is_following
from weiyin.people.sessions import Session, access_session, open_session
from weiyin.people.sms import open_sms
from weiyin.settings import Settings, load_settings
from weiyin.storage import outbox
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, open_store

OA = "main"
SEAL_KEY = base64.b64encode(bytes(range(32))).decode()
TOKEN, SECRET = "houseToken", "f0e1d2c3b4a5968778695a4b3c2d1e0f"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
CORE_KEY = "house-core-key-31c9"


def house_settings(
    database_url: str, api_base: str = "http://127.0.0.1:9", core_url: str = ""
) -> Settings:
    """Settings of the small bank; nothing listens at its API base unless a test sees to it."""
    return load_settings(
        database_url=database_url,
        core_url=core_url,
        core_key=CORE_KEY if core_url else "",
        public_url="https://bank.test",
        seal_keys={"k1": SEAL_KEY},
        accounts={
            OA: {
                "appid": "wx0123456789abcdef",
                "secret": SECRET,
                "token": TOKEN,
                "aes_key": AES_KEY,
                "api_base": api_base,
                "open_base": api_base,
                "book": BOOK,
            }
        },
    )


@dataclass
class House:
    """`openid`s are given by the test; every ask is new unless its key is repeated.

    `books` is where the bank's books are kept by `core`: the app's own store, or one elsewhere.
    """

    app: App
    clock: ManualClock
    books: Store
    core: EmbeddedCore
    _asked: int = field(default=0)

    def stock(self) -> None:
        self.books.run(lambda tx: stock(tx, self.core, self.clock.now()))
        self.app.store.run(stock_places)

    def ask(self, openid: str, kind: AskKind, text: str = "", **more: object) -> Reply:
        self._asked += 1
        key = str(more.pop("key", f"{openid}:{self._asked}"))
        ask = Ask(OA, openid, key, kind, self.clock.now(), text, **more)  # type: ignore[arg-type]
        return self.app.reception.handle(ask)

    def follow(self, openid: str) -> str:
        return self.words(self.ask(openid, AskKind.FOLLOW))

    def unfollow(self, openid: str) -> None:
        self.ask(openid, AskKind.UNFOLLOW)

    def say(self, openid: str, text: str) -> str:
        """The reply in words, with what a card says and opens."""
        return self.words(self.ask(openid, AskKind.TEXT, text))

    def ask_text(self, openid: str, text: str) -> Reply:
        return self.ask(openid, AskKind.TEXT, text)

    def tap(self, openid: str, key: str) -> str:
        return self.words(self.ask(openid, AskKind.TAP, key))

    def send_place(self, openid: str, point: Point) -> str:
        return self.words(self.ask(openid, AskKind.PLACE, place=point))

    def words(self, reply: Reply) -> str:
        return in_words(reply)

    def follows(self, openid: str) -> bool:
        return self.app.store.read(lambda reader: is_following(reader, OA, openid))

    # -- pages ---------------------------------------------------------------------------

    def session(self, openid: str) -> Session:
        now = self.clock.now()
        token = self.app.store.run(lambda tx: open_session(tx, OA, openid, now))
        return self.app.store.run(lambda tx: access_session(tx, token, now))

    def bind(self, openid: str, person: Person) -> None:
        """Follow, and bind the person's debit card with the code of the text message."""
        self.follow(openid)
        done = self.fill(
            openid,
            "account_bind_debit",
            card_number=person.debit,
            name=person.name,
            id_number=person.id_number,
            phone=person.phone,
            consent="yes",
        )
        assert done.status == "ok", done

    def bind_credit(self, openid: str, person: Person) -> None:
        done = self.fill(
            openid,
            "account_bind_credit",
            id_number=person.id_number,
            phone=person.phone,
            consent="yes",
        )
        assert done.status == "ok", done

    def fill(self, openid: str, function_id: str, **values: str) -> ResultView:
        """Post a form and confirm the draft that it makes, with a code if one is needed."""
        session = self.session(openid)
        made = self.start(session, function_id, values)
        if not isinstance(made, DraftMade):
            return made
        return self.confirm(session, made.handle)

    def start(self, session: Session, function_id: str, values: Mapping[str, str]) -> PageResult:
        """Post a form as its page does: what is secret is sealed."""
        counter, posted = self.app.counter, dict(values)
        inputs = self.app.catalogue.get(function_id).inputs
        secret = {one.name for one in inputs if one.input.kind is InputKind.SECRET}
        seal = counter.seal(session, function_id)
        for name in secret & posted.keys():
            assert seal is not None, f"{function_id} asks for a secret and seals nothing"
            made = typed_on(seal.keypad, seal.handle, posted[name])
            posted[name] = f"{made.key_id}.{made.sealed}"
        return counter.start(session, function_id, posted)

    def confirm(self, session: Session, handle: str) -> ResultView:
        view = self.app.counter.draft(session, handle)
        code, typed = "", None
        if view.keypad is not None:
            typed = typed_on(view.keypad, handle, TRADE_PASSWORD)
        if view.needs_code:
            self.clock.advance(timedelta(minutes=1, seconds=1))
            session = self.session(session.openid)
            self.app.counter.send_code(session, handle)
            code = self.code()
        return self.app.counter.confirm(session, handle, code, typed)

    def confirm_card(self, openid: str, card: Reply) -> ResultView:
        """Open the page that a chat's card leads to, and confirm."""
        assert isinstance(card, OpenPage), card
        handle = card.path.rpartition("/")[2]
        return self.confirm(self.session(openid), handle)

    def texts(self) -> list[str]:
        """Text messages that wait to be sent; taking them sends them."""
        now = self.clock.now()
        parcels = self.app.store.run(
            lambda tx: outbox.lease(tx, ["sms"], "test", now, 5.0, limit=50)
        )
        for parcel in parcels:
            self.app.store.run(lambda tx, parcel=parcel: outbox.done(tx, parcel, now))
        return [open_sms(self.app.sealer, parcel).body for parcel in parcels]

    def code(self) -> str:
        """The six digits of the newest text message."""
        found = re.search(r"\d{6}", self.texts()[-1])
        assert found is not None
        return found[0]


def typed_on(keypad: Keypad, handle: str, password: str) -> SealedPin:
    """What the keypad's script makes of a password typed for the draft of `handle`."""
    key = serialization.load_der_public_key(base64.b64decode(keypad.public_key))
    assert isinstance(key, rsa.RSAPublicKey)
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    words = json.dumps({"handle": handle, "typed": password}).encode()
    return SealedPin(keypad.key_id, base64.b64encode(key.encrypt(words, oaep)).decode())


def billers(clock: ManualClock) -> DemoBilling:
    """Billers that never keep anybody waiting, and fail only on purpose."""
    return DemoBilling(7, clock, lambda _: None, refused_percent=0, lost_percent=0)


def open_house(database_url: str, clock: ManualClock, plugs: Plugs | None = None) -> House:
    app = compose(house_settings(database_url), plugs or Plugs(clock=clock, biller=billers(clock)))
    core = app.cores[BOOK]
    assert isinstance(core, EmbeddedCore)
    return House(app, clock, app.store, core)


@contextmanager
def house_on_books_elsewhere(
    database_url: str, books_url: str, clock: ManualClock
) -> Iterator[House]:
    """The same house with its books in another store, behind a core over HTTP."""
    sealer = Sealer({"k1": bytes(range(32))}, "k1")
    core = EmbeddedCore(BOOK, clock, sealer, billing=Billing(provider=billers(clock)))
    books = open_store(books_url)
    try:
        with (
            listening() as listener,
            serving(core_app(core, books, Secret(CORE_KEY), clock), listener),
        ):
            settings = house_settings(database_url, core_url=url_of(listener))
            app = compose(settings, Plugs(clock=clock))
            yield House(app, clock, books, core)
            app.close()
    finally:
        books.close()
