"""What was said in a conversation, in order; sealed, and numbered without gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weiyin.base.clock import from_us, to_us
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_ADD = sql(
    "INSERT INTO desk_messages"
    " (conversation_id, seq, key, side, who, kind, words, fate, at_us) VALUES"
    " (:conversation_id, :seq, :key, :side, :who, :kind, :words, :fate, :at_us)"
)
_SINCE = sql(
    "SELECT seq, key, side, who, kind, words, fate, at_us FROM desk_messages"
    " WHERE conversation_id=:conversation_id AND seq>:after ORDER BY seq"
)
_BY_KEY = sql(
    "SELECT seq, key, side, who, kind, words, fate, at_us FROM desk_messages"
    " WHERE conversation_id=:conversation_id AND key=:key"
)
_BY_SEQ = sql(
    "SELECT seq, key, side, who, kind, words, fate, at_us FROM desk_messages"
    " WHERE conversation_id=:conversation_id AND seq=:seq"
)
_FATE = sql(
    "UPDATE desk_messages SET fate=:fate"
    " WHERE conversation_id=:conversation_id AND seq=:seq AND fate=:before"
)
_UNSENT = sql(
    "SELECT count(*) FROM desk_messages WHERE conversation_id=:conversation_id AND fate='queued'"
)


class Side(StrEnum):
    CUSTOMER = "customer"
    ASSISTANT = "assistant"
    """小微, before the hand-over."""
    AGENT = "agent"
    MARK = "mark"
    """The desk itself: taken, handed over, returned."""
    NOTE = "note"
    """Among ourselves: the customer never sees it."""
    WHISPER = "whisper"
    """From a supervisor to the owner: the customer never sees it."""
    SUBJECT = "subject"
    """What the customer ordered just before they asked for a person, as they were shown it."""


class Kind(StrEnum):
    TEXT = "text"
    VOICE = "voice"
    PICTURE = "picture"
    PLACE = "place"
    TAP = "tap"


@dataclass(frozen=True, slots=True)
class Message:
    """`fate` tells what became of something we send: queued, sending, sent, lost or never; and of
    a customer's picture: fetching, kept, unfit or gone.
    """

    seq: int
    key: str
    side: Side
    who: str
    kind: Kind
    words: str
    fate: str
    at: datetime


def add(
    tx: Tx,
    sealer: Sealer,
    conversation_id: str,
    seq: int,
    *,
    side: Side,
    words: str,
    at: datetime,
    key: str = "",
    who: str = "",
    kind: Kind = Kind.TEXT,
    fate: str = "",
) -> None:
    """Write message `seq`: the caller counted it in the conversation's row, in this same unit."""
    tx.run(
        _ADD,
        conversation_id=conversation_id,
        seq=seq,
        key=key or f"#{seq}",
        side=side.value,
        who=who,
        kind=kind.value,
        words=sealer.seal(words, **_place(conversation_id, seq)),
        fate=fate,
        at_us=to_us(at),
    )


def since(
    reader: Reader, sealer: Sealer, conversation_id: str, after: int = 0
) -> tuple[Message, ...]:
    """The messages behind number `after`, in order."""
    rows = reader.all(_SINCE, conversation_id=conversation_id, after=after)
    return tuple(_message(sealer, conversation_id, row) for row in rows)


def by_key(reader: Reader, sealer: Sealer, conversation_id: str, key: str) -> Message | None:
    row = reader.one(_BY_KEY, conversation_id=conversation_id, key=key)
    return None if row is None else _message(sealer, conversation_id, row)


def by_seq(reader: Reader, sealer: Sealer, conversation_id: str, seq: int) -> Message | None:
    row = reader.one(_BY_SEQ, conversation_id=conversation_id, seq=seq)
    return None if row is None else _message(sealer, conversation_id, row)


def set_fate(tx: Tx, conversation_id: str, seq: int, before: str, fate: str) -> bool:
    """One step of a fate; False when it was not at `before`."""
    return tx.run(_FATE, conversation_id=conversation_id, seq=seq, before=before, fate=fate) == 1


def unsent(reader: Reader, conversation_id: str) -> int:
    """How many of ours wait to be sent: each will take one from the customer's window."""
    row = reader.one(_UNSENT, conversation_id=conversation_id)
    return int(row[0]) if row else 0


def opened(sealer: Sealer, conversation_id: str, seq: int, words: bytes) -> str:
    """The words of message `seq` as they were said."""
    return sealer.open(words, **_place(conversation_id, seq))


def _message(sealer: Sealer, conversation_id: str, row: tuple[object, ...]) -> Message:
    seq, key, side, who, kind, words, fate, at_us = row
    assert isinstance(seq, int)
    assert isinstance(at_us, int)
    assert isinstance(words, bytes)
    plain = opened(sealer, conversation_id, seq, words)
    return Message(
        seq, str(key), Side(str(side)), str(who), Kind(str(kind)), plain, str(fate), from_us(at_us)
    )


def _place(conversation_id: str, seq: int) -> dict[str, str]:
    return {"table": "desk_messages", "column": "words", "row": f"{conversation_id}:{seq}"}
