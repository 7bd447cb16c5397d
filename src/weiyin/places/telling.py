"""What a customer is told of a place: written in the unit that did the deed, for others to send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane
from weiyin.storage.store import Tx

TOPIC = "place_event"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose ticket, appointment or coupon it is: as they wrote to us, and who they are."""

    oa: str
    openid: str
    customer_no: str


def tell(
    tx: Tx,
    person: Person,
    *,
    kind: str,
    title: str,
    facts: tuple[tuple[str, str], ...],
    at: datetime,
    key: str,
    lane: Lane = Lane.REMINDER,
) -> bool:
    """Queue one telling; False when this `key` was queued before. `kind` is a word of the code."""
    payload = {
        "oa": person.oa,
        "openid": person.openid,
        "kind": kind,
        "title": title,
        "facts": facts,
        "at_us": to_us(at),
        "key": key,
    }
    return outbox.put(tx, oa=person.oa, topic=TOPIC, key=key, payload=payload, due=at, lane=lane)
