"""From what happened to whom it is told: one parcel a person, and a message in their centre."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from weiyin.bank.core import CardKind, Core
from weiyin.base.clock import Clock, from_us
from weiyin.base.sender import Fate, Never, Sent
from weiyin.outreach import messages
from weiyin.outreach.campaigns.happening import happened_in, put_happened
from weiyin.outreach.notices import event
from weiyin.outreach.notices.kind import Fact, NoticeKind, Telling
from weiyin.outreach.preferences import ALL_ACCOUNTS, preference_of
from weiyin.people.who import Binding, access_holders, access_owners
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane, Parcel
from weiyin.storage.store import Store, Tx

NOTICE = "notice"
PLACE_EVENT = "place_event"
"""Payload: `oa`, `openid`, `kind`, `title`, `facts`, `at_us`, `key`."""


@dataclass(frozen=True, slots=True)
class FanOut:
    """Handler of parcels about accounts and customers: everybody bound to them is told.

    A whole batch is one unit of work, and safe to repeat: a person's parcel has the source's key.
    """

    store: Store
    clock: Clock
    cores: Mapping[str, Core]
    oas_of_book: Callable[[str], Iterable[str]]
    kind_of: Callable[[Fact, CardKind], NoticeKind]

    def __call__(self, parcels: Sequence[Parcel]) -> list[Fate]:
        return self.store.run(lambda tx: [self._one(tx, parcel) for parcel in parcels])

    def _one(self, tx: Tx, parcel: Parcel) -> Fate:
        fact = parcel.payload
        if parcel.lane is Lane.MARKETING.value:
            return Never("what is marketing goes by campaigns")
        happened = happened_in(fact)
        for oa in self.oas_of_book(fact["book"]):
            for openid, binding in _whom(tx, oa, fact):
                kind = self.kind_of(fact, binding.kind)
                put_notice(
                    tx,
                    self.clock,
                    kind,
                    oa=oa,
                    openid=openid,
                    tail=binding.tail,
                    fact=self._told(tx, kind, fact),
                    key=parcel.key,
                )
                if happened is not None:
                    put_happened(tx, oa, openid, happened, key=parcel.key, at=self.clock.now())
        return Sent("fanned out")

    def _told(self, tx: Tx, kind: NoticeKind, fact: Fact) -> Fact:
        """A card's spending is told with what is left of the line, where our books know it."""
        core = self.cores[fact["book"]]
        if kind.name != "card_spend" or not core.atomic:
            return fact
        left = core.books(tx).balance(fact["account_no"]).available
        return {**fact, "available_fen": left.fen}


@dataclass(frozen=True, slots=True)
class PlaceEvents:
    """Handler of the topic `place_event`: one person is told, who need not be bound."""

    store: Store
    clock: Clock

    def __call__(self, parcels: Sequence[Parcel]) -> list[Fate]:
        def work(tx: Tx) -> list[Fate]:
            for parcel in parcels:
                fact = parcel.payload
                put_notice(
                    tx,
                    self.clock,
                    event.PLACE,
                    oa=fact["oa"],
                    openid=fact["openid"],
                    tail="",
                    fact=fact,
                    key=f"place:{fact['key']}",
                )
            return [Sent("fanned out")] * len(parcels)

        return self.store.run(work)


def put_notice(
    tx: Tx,
    clock: Clock,
    kind: NoticeKind,
    *,
    oa: str,
    openid: str,
    tail: str,
    fact: Fact,
    key: str,
) -> None:
    """Queue one person's notice and keep it in their centre, if they want to know such things."""
    wanted = preference_of(tx, oa, openid, fact.get("account_no", ALL_ACCOUNTS))
    telling = Telling(fact, tail, wanted)
    if not kind.goes_to(telling):
        return
    own_key = f"{key}:{openid}"
    outbox.put(
        tx,
        oa=oa,
        topic=NOTICE,
        key=own_key,
        payload={"kind": kind.name, "openid": openid, "tail": tail, "fact": dict(fact)},
        due=clock.now(),
        lane=kind.lane,
    )
    at = from_us(fact["at_us"])
    whose = fact.get("customer_no", "")
    messages.keep(tx, oa, openid, own_key, kind.name, kind.words(telling), at, whose)


def _whom(tx: Tx, oa: str, fact: Fact) -> tuple[tuple[str, Binding], ...]:
    if fact.get("account_no"):
        return access_owners(tx, oa, fact["account_no"])
    return access_holders(tx, oa, fact["customer_no"])
