"""Text messages with a code, as sealed outbox rows: only the sending worker reads them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from weiyin.base.errors import Broken
from weiyin.storage import outbox
from weiyin.storage.outbox import Parcel
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Tx

TOPIC = "sms"


@dataclass(frozen=True, slots=True, repr=False)
class Sms:
    """Where and what. Holds a code: has no `repr`, never log it."""

    phone: str
    body: str


def put_sms(tx: Tx, *, sealer: Sealer, oa: str, key: str, sms: Sms, due: datetime) -> None:
    """Queue `sms` to leave after the commit. `key` is unique among text messages of `oa`."""
    clear = json.dumps({"phone": sms.phone, "body": sms.body}, ensure_ascii=False)
    row = outbox.sealed_row(oa, TOPIC, key)
    sealed = sealer.seal(clear, table="outbox", column="sealed", row=row)
    outbox.put(tx, oa=oa, topic=TOPIC, key=key, payload={}, due=due, lane=0, sealed=sealed)


def open_sms(sealer: Sealer, parcel: Parcel) -> Sms:
    """The message inside a parcel of topic `sms`. Raises Broken when it is missing or altered."""
    if parcel.sealed is None:
        raise Broken(f"text message {parcel.key} has nothing sealed")
    row = outbox.sealed_row(parcel.oa, parcel.topic, parcel.key)
    clear = sealer.open(parcel.sealed, table="outbox", column="sealed", row=row)
    parts = json.loads(clear)
    return Sms(phone=parts["phone"], body=parts["body"])
