"""What a core tells of: entries on its customers' accounts, and deeds that are no entries."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from weiyin.bank.events import CustomerEvent
from weiyin.base.clock import to_us
from weiyin.storage.outbox import Lane

Moment = Annotated[datetime, Meta(tz=True)]
Number = Annotated[str, Meta(pattern=r"^[0-9A-Za-z_-]{1,32}\Z")]
Word = Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,32}\Z")]
Words = Annotated[str, Meta(max_length=60)]
Fen = Annotated[int, Meta(ge=-(10**15), le=10**15)]
_LANES = {"security": Lane.SECURITY, "money": Lane.MONEY, "reminder": Lane.REMINDER}


class EntryIn(msgspec.Struct, forbid_unknown_fields=True):
    """One entry on one account, as `GET /v1/accounts/{account_no}/entries` would list it.

    `amount_fen` is signed, money in is positive; `balance_fen` is what it left; `other` is the
    other side as its owner may see it, masked; a `memo` that a customer wrote goes with kinds
    `transfer`, `transfer_in` and `reversal` alone.
    """

    entry_no: Number
    account_no: Number
    customer_no: Number
    kind: Word
    amount_fen: Fen
    balance_fen: Fen
    at: Moment
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")] = "CNY"
    other: Words = ""
    memo: Words = ""

    def parcel(self, book: str) -> tuple[str, dict[str, Any]]:
        """Key and payload, as `bank/notices.py` makes them."""
        fact = msgspec.structs.asdict(self)
        return f"{self.entry_no}:{self.account_no}", {
            **{name: value for name, value in fact.items() if name != "at"},
            "book": book,
            "at_us": to_us(self.at),
        }


class FactIn(msgspec.Struct, forbid_unknown_fields=True):
    """A line of a telling: a card by its tail, a name masked."""

    label: Annotated[str, Meta(min_length=1, max_length=10)]
    value: Annotated[str, Meta(min_length=1, max_length=60)]


class EventIn(msgspec.Struct, forbid_unknown_fields=True):
    """Refused, locked, due, made ready: see `bank/events.py`. `key` is the same at each telling."""

    key: Annotated[str, Meta(pattern=r"^[0-9A-Za-z:_-]{1,64}\Z")]
    customer_no: Number
    kind: Word
    title: Annotated[str, Meta(min_length=1, max_length=12)]
    facts: Annotated[list[FactIn], Meta(max_length=8)]
    at: Moment
    lane: Literal["security", "money", "reminder"] = "money"
    account_no: Annotated[str, Meta(pattern=r"^[0-9A-Za-z_-]{0,32}\Z")] = ""

    def event(self, book: str) -> CustomerEvent:
        facts = tuple((one.label, one.value) for one in self.facts)
        return CustomerEvent(
            book,
            self.customer_no,
            self.kind,
            self.title,
            facts,
            self.at,
            f"core:{self.key}",
            _LANES[self.lane],
            self.account_no,
        )


class Told(msgspec.Struct, forbid_unknown_fields=True):
    entries: Annotated[list[EntryIn], Meta(max_length=500)] = []
    events: Annotated[list[EventIn], Meta(max_length=500)] = []
