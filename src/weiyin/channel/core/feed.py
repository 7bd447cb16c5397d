"""The door for a core of the bank's own: what moved in its books, so that customers hear of it.

    POST /core/{book}    {"entries": [...], "events": [...]}  → {"taken": 2}

Signed (channel/signed.py) with the key that `weiyin core key BOOK` prints. A telling may be
repeated: an entry is known by its number and account, an event by its key, and `taken` counts the
new ones. Open only for a book whose core is not ours: the embedded ledger tells of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from weiyin.bank.events import put_event
from weiyin.bank.notices import TOPIC
from weiyin.base.bounded import Bounded
from weiyin.base.clock import Clock
from weiyin.base.mask import Secret
from weiyin.channel.core.messages import Told
from weiyin.channel.proof import core_feed_key
from weiyin.channel.signed import Named, SignedDoor, refusal
from weiyin.storage import outbox
from weiyin.storage.store import Store, Tx

BODY_LIMIT_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class CoreFeedDeps:
    """`key` is `core_key`; `books`: those whose core is elsewhere."""

    store: Store
    clock: Clock
    key: Secret
    books: Collection[str]


def create_core_feed(deps: CoreFeedDeps) -> ASGIApp:
    """The app, to be mounted at `/core`."""

    def key_of(named: Named) -> bytes | None:
        is_open = bool(deps.key.reveal()) and named["book"] in deps.books
        return core_feed_key(deps.key, named["book"]) if is_open else None

    def take(tx: Tx, named: Named, body: bytes) -> Any:
        told, book = msgspec.json.decode(body, type=Told), named["book"]
        parcels = [one.parcel(book) for one in told.entries]
        taken = outbox.put_many(tx, oa="", topic=TOPIC, parcels=parcels, due=deps.clock.now())
        return {"taken": taken + sum(put_event(tx, one.event(book)) for one in told.events)}

    door = SignedDoor(deps.store, deps.clock, key_of)
    app = Starlette(routes=[Route("/{book}", door.endpoint(take), methods=["POST"])])
    app.router.redirect_slashes = False
    return Bounded(app, refusal, BODY_LIMIT_BYTES)
