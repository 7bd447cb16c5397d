"""Customers' pictures: fetched from the channel, sealed, and forgotten after a week.

A message of kind picture tells by its fate what became of it: fetching, kept, unfit or gone.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime, timedelta

from weiyin.base.clock import to_us
from weiyin.base.errors import NotFound
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

TOPIC = "desk_picture"
KEPT = timedelta(days=7)
FETCHING, SHOWN, UNFIT = "fetching", "kept", "unfit"

_KEEP = sql(
    "INSERT INTO desk_pictures (conversation_id, seq, content, expires_us)"
    " VALUES (:conversation_id, :seq, :content, :expires_us)"
    " ON CONFLICT (conversation_id, seq) DO NOTHING"
)
_FIND = sql(
    "SELECT content FROM desk_pictures"
    " WHERE conversation_id=:conversation_id AND seq=:seq AND expires_us>:now_us"
)
_OVER = sql("DELETE FROM desk_pictures WHERE expires_us<=:now_us RETURNING conversation_id, seq")
_GONE = sql(
    "UPDATE desk_messages SET fate='gone' WHERE conversation_id=:conversation_id AND seq=:seq"
)


def expect(tx: Tx, oa: str, conversation_id: str, seq: int, media_id: str, now: datetime) -> None:
    """Have the picture of message `seq` fetched, soon and once."""
    outbox.put(
        tx,
        oa=oa,
        topic=TOPIC,
        key=f"{conversation_id}:{seq}",
        payload={"conversation_id": conversation_id, "seq": seq, "media_id": media_id},
        due=now,
        lane=Lane.SECURITY,
    )


def keep(
    tx: Tx, sealer: Sealer, conversation_id: str, seq: int, jpeg: bytes, now: datetime
) -> None:
    words = b64encode(jpeg).decode("ascii")
    tx.run(
        _KEEP,
        conversation_id=conversation_id,
        seq=seq,
        content=sealer.seal(words, **_place(conversation_id, seq)),
        expires_us=to_us(now + KEPT),
    )


def find_picture(
    reader: Reader, sealer: Sealer, conversation_id: str, seq: int, now: datetime
) -> bytes:
    """A JPEG. Raises NotFound for none, and for one whose time is over."""
    row = reader.one(_FIND, conversation_id=conversation_id, seq=seq, now_us=to_us(now))
    if row is None:
        raise NotFound
    return b64decode(sealer.open(row[0], **_place(conversation_id, seq)))


def purge(tx: Tx, now: datetime) -> int:
    """Forget the pictures whose time is over; their messages say so."""
    gone = tx.all(_OVER, now_us=to_us(now))
    tx.many(_GONE, [{"conversation_id": one, "seq": seq} for one, seq in gone])
    return len(gone)


def _place(conversation_id: str, seq: int) -> dict[str, str]:
    return {"table": "desk_pictures", "column": "content", "row": f"{conversation_id}:{seq}"}
