"""Where conversations stand, kept for ten minutes by official account and openid.

What was said may name a phone or a payee, so it lies sealed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from weiyin.assistant.intents import DialogueState
from weiyin.base.clock import to_us
from weiyin.base.errors import Broken
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

KEPT = timedelta(minutes=10)
"""After this long without a word a conversation begins anew."""

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(DialogueState)

_LOAD = sql("SELECT sealed FROM dialogues WHERE oa=:oa AND openid=:openid AND at_us>:since_us")
_SAVE = sql(
    "INSERT INTO dialogues (oa, openid, sealed, at_us) VALUES (:oa, :openid, :sealed, :at_us) "
    "ON CONFLICT (oa, openid) DO UPDATE SET sealed=excluded.sealed, at_us=excluded.at_us"
)
_FORGET = sql("DELETE FROM dialogues WHERE oa=:oa AND openid=:openid")
_PURGE = sql("DELETE FROM dialogues WHERE at_us<=:since_us")


def load(
    reader: Reader, sealer: Sealer, oa: str, openid: str, now: datetime
) -> DialogueState | None:
    """Where the conversation stands; None for a new, an old or an unreadable one."""
    row = reader.one(_LOAD, oa=oa, openid=openid, since_us=to_us(now - KEPT))
    if row is None:
        return None
    try:
        text = sealer.open(row[0], **_place(oa, openid))
        return _DECODER.decode(text)
    except (Broken, msgspec.DecodeError):  # of another version: better begin anew than fail
        return None


def save(
    tx: Tx, sealer: Sealer, oa: str, openid: str, state: DialogueState | None, at: datetime
) -> None:
    """Keep `state` in place of the one before; None forgets it."""
    if state is None:
        tx.run(_FORGET, oa=oa, openid=openid)
        return
    sealed = sealer.seal(_ENCODER.encode(state).decode(), **_place(oa, openid))
    tx.run(_SAVE, oa=oa, openid=openid, sealed=sealed, at_us=to_us(at))


def purge(tx: Tx, now: datetime) -> int:
    """Drop what is no longer read; how many there were."""
    return tx.run(_PURGE, since_us=to_us(now - KEPT))


def _place(oa: str, openid: str) -> dict[str, str]:
    return {"table": "dialogues", "column": "sealed", "row": f"{oa}:{openid}"}
