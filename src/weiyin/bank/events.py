"""What the bank tells a customer beside the change of a balance: refused, due, locked, made ready.

`put_event` is called in the unit of work that did the deed, so there is a telling exactly when
there is a deed. It names the customer, never a person on a channel: who of those bound is told,
by which channel, at which hour and in how many words is for whoever takes the parcel.

What moved money needs no event: the entry's own parcel (`bank/notices.py`) tells of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane
from weiyin.storage.store import Tx

TOPIC = "customer_event"


@dataclass(frozen=True, slots=True)
class CustomerEvent:
    """`key` is the same whenever the same deed is told of: the second telling is dropped."""

    book: str
    customer_no: str
    kind: str
    """A word of the code, as `topup_refused`; outreach may have its own form for it."""
    title: str
    """As the customer reads it, at most 12 characters: 充值未成功."""
    facts: tuple[tuple[str, str], ...]
    """(label, value), already formatted; a card only by its tail, a name masked."""
    at: datetime
    key: str
    lane: Lane = Lane.MONEY
    account_no: str = ""
    """Whose account it is about: then only those bound to it are told. Empty: all of theirs."""
    path: str = ""
    """Our page with the whole story (`/p/…`), or empty."""


def put_event(tx: Tx, event: CustomerEvent) -> bool:
    """Queue the telling; False when this key of this book was queued before."""
    return outbox.put(
        tx,
        oa="",
        topic=TOPIC,
        key=f"{event.book}:{event.key}",
        payload={
            "book": event.book,
            "customer_no": event.customer_no,
            "kind": event.kind,
            "title": event.title,
            "facts": event.facts,
            "at_us": to_us(event.at),
            "key": event.key,
            "lane": int(event.lane),
            "account_no": event.account_no,
            "path": event.path,
        },
        due=event.at,
        lane=event.lane,
    )
