"""Text messages with a code, as sealed outbox rows: only the sending worker reads them."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weiyin.base.errors import Broken
from weiyin.storage import outbox
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
    sealed = sealer.seal(clear, table="outbox", column="payload", row=key)
    payload = {"key": key, "sealed": base64.b64encode(sealed).decode()}
    outbox.put(tx, oa=oa, topic=TOPIC, key=key, payload=payload, due=due, lane=0)


def open_sms(sealer: Sealer, payload: Mapping[str, Any]) -> Sms:
    """The message inside an outbox payload of topic `sms`. Raises Broken when it was altered."""
    try:
        blob = base64.b64decode(payload["sealed"], validate=True)
        clear = sealer.open(blob, table="outbox", column="payload", row=payload["key"])
        parts = json.loads(clear)
        return Sms(phone=parts["phone"], body=parts["body"])
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise Broken("a text message in the outbox cannot be read") from error
