"""Where conversations stand, kept for ten minutes by official account and openid."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from weiyin.assistant.intents import DialogueState
from weiyin.base.clock import to_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

KEPT = timedelta(minutes=10)
"""After this long without a word a conversation begins anew."""

_LOAD = sql("SELECT state FROM dialogues WHERE oa=:oa AND openid=:openid AND at_us>:since_us")
_SAVE = sql(
    "INSERT INTO dialogues (oa, openid, state, at_us) VALUES (:oa, :openid, :state, :at_us) "
    "ON CONFLICT (oa, openid) DO UPDATE SET state=excluded.state, at_us=excluded.at_us"
)
_FORGET = sql("DELETE FROM dialogues WHERE oa=:oa AND openid=:openid")
_PURGE = sql("DELETE FROM dialogues WHERE at_us<=:since_us")


def load(reader: Reader, oa: str, openid: str, now: datetime) -> DialogueState | None:
    """Where the conversation stands; None for a new, an old or an unreadable one."""
    row = reader.one(_LOAD, oa=oa, openid=openid, since_us=to_us(now - KEPT))
    if row is None:
        return None
    try:
        return msgspec.json.decode(row[0], type=DialogueState)
    except msgspec.DecodeError:  # written by another version: better begin anew than fail
        return None


def save(tx: Tx, oa: str, openid: str, state: DialogueState | None, at: datetime) -> None:
    """Keep `state` in place of the one before; None forgets it."""
    if state is None:
        tx.run(_FORGET, oa=oa, openid=openid)
        return
    text = msgspec.json.encode(state).decode()
    tx.run(_SAVE, oa=oa, openid=openid, state=text, at_us=to_us(at))


def purge(tx: Tx, now: datetime) -> int:
    """Drop what is no longer read; how many there were."""
    return tx.run(_PURGE, since_us=to_us(now - KEPT))
