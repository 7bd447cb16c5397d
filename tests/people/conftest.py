"""A person who follows, a card of theirs, a session: what people's tests start from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from weiyin.bank.core import Card, CardKind, CardStatus
from weiyin.base.clock import ManualClock
from weiyin.people import bindings, followers
from weiyin.people.consents import Purpose, give_consent
from weiyin.people.sessions import Session, access_session, open_session
from weiyin.people.sms import open_sms
from weiyin.people.who import Binding, Who, access_who
from weiyin.storage import outbox
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, Tx

T = TypeVar("T")
OA = "main"
OPENID = "o-lei"


def make_card(
    number: int = 1,
    kind: CardKind = CardKind.DEBIT,
    tail: str = "",
    customer_no: str = "C1",
    status: CardStatus = CardStatus.ACTIVE,
) -> Card:
    return Card(
        card_id=f"card{number}",
        kind=kind,
        tail=tail or f"{number:04d}",
        product="示范卡",
        account_no=f"A{number}",
        customer_no=customer_no,
        status=status,
    )


class People:
    """Short words for what the tests do to the store."""

    def __init__(self, store: Store, sealer: Sealer, clock: ManualClock) -> None:
        self.store, self.sealer, self.clock = store, sealer, clock

    def run(self, work: Callable[[Tx], T]) -> T:
        return self.store.run(work)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def follow(self, openid: str = OPENID, at: datetime | None = None, oa: str = OA) -> None:
        self.run(lambda tx: followers.follow(tx, oa, openid, at or self.now))

    def unfollow(self, openid: str = OPENID, at: datetime | None = None) -> None:
        self.run(lambda tx: followers.unfollow(tx, OA, openid, at or self.now))

    def consent(self, openid: str = OPENID, version: str = "1") -> None:
        def work(tx: Tx) -> None:
            give_consent(
                tx,
                oa=OA,
                openid=openid,
                purpose=Purpose.BINDING,
                version=version,
                text="绑定服务协议",
                at=self.now,
            )

        self.run(work)

    def bind(self, card: Card, openid: str = OPENID, version: str = "1") -> Binding:
        def work(tx: Tx) -> Binding:
            return bindings.bind(
                tx, oa=OA, openid=openid, card=card, consent_version=version, at=self.now
            )

        return self.run(work)

    def who(self, openid: str = OPENID, oa: str = OA) -> Who:
        return self.store.read(lambda tx: access_who(tx, oa, openid))

    def bound(self, openid: str = OPENID, *cards: Card) -> Who:
        self.follow(openid)
        self.consent(openid)
        for card in cards or (make_card(),):
            self.bind(card, openid)
            self.clock.advance(timedelta(milliseconds=1))
        return self.who(openid)

    def sign_in(self, openid: str = OPENID, *, snapshot: bool = False) -> tuple[str, Session]:
        token = self.run(lambda tx: open_session(tx, OA, openid, self.now, snapshot=snapshot))
        return token, self.session(token)

    def session(self, token: str) -> Session:
        return self.run(lambda tx: access_session(tx, token, self.now))

    def codes(self) -> list[tuple[str, str]]:
        """(phone, body) of every text message waiting, oldest first; takes them."""

        def work(tx: Tx) -> list[tuple[str, str]]:
            parcels = outbox.lease(tx, ["sms"], "test", self.now, 30, 100)
            found = [open_sms(self.sealer, parcel) for parcel in parcels]
            for parcel in parcels:
                outbox.done(tx, parcel, self.now)
            return [(sms.phone, sms.body) for sms in found]

        return self.run(work)

    def last_code(self) -> str:
        _, body = self.codes()[-1]
        start = body.index("验证码") + 3
        return body[start : start + 6]


@pytest.fixture
def people(store: Store, sealer: Sealer, clock: ManualClock) -> People:
    return People(store, sealer, clock)
