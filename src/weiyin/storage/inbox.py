"""Every message is taken in once: a twin meets the stored answer, or a claim still in flight."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from weiyin.base.clock import to_us
from weiyin.base.errors import Conflict
from weiyin.storage.sql import sql
from weiyin.storage.unit import Reader, Tx

ABANDONED_AFTER = timedelta(seconds=20)
"""A claim without an answer for longer belongs to a process that died; a twin may take it over."""

_INSERT = sql(
    "INSERT INTO inbox (oa, key, claimed_us, at_us) VALUES (:oa, :key, :at_us, :at_us)"
    " ON CONFLICT (oa, key) DO NOTHING"
)
_LOOK = sql("SELECT answer, claimed_us FROM inbox WHERE oa=:oa AND key=:key")
_TAKE_OVER = sql("UPDATE inbox SET claimed_us=:at_us WHERE oa=:oa AND key=:key")
_SETTLE = sql(
    "INSERT INTO inbox (oa, key, claimed_us, at_us, answer)"
    " VALUES (:oa, :key, :at_us, :at_us, :answer) ON CONFLICT (oa, key)"
    " DO UPDATE SET answer=excluded.answer, at_us=excluded.at_us WHERE inbox.answer IS NULL"
)
_FORGET = sql("DELETE FROM inbox WHERE at_us < :before_us")


class ClaimState(StrEnum):
    NEW = "new"
    """Ours to answer."""
    ANSWERED = "answered"
    IN_FLIGHT = "in_flight"
    """Somebody else is at it."""


class Claim(Struct, frozen=True):
    state: ClaimState
    answer: bytes | None = None


NEW = Claim(ClaimState.NEW)
IN_FLIGHT = Claim(ClaimState.IN_FLIGHT)


def claim(tx: Tx, oa: str, key: str, at: datetime) -> Claim:
    """Claim the message `key` of `oa`, or learn what became of it."""
    if tx.run(_INSERT, oa=oa, key=key, at_us=to_us(at)):
        return NEW
    known = look(tx, oa, key, at)
    if known is NEW:
        tx.run(_TAKE_OVER, oa=oa, key=key, at_us=to_us(at))
    return known


def look(reader: Reader, oa: str, key: str, at: datetime) -> Claim:
    """What became of the message: enough for whoever settles it in the same unit of work."""
    found = reader.one(_LOOK, oa=oa, key=key)
    if found is None:
        return NEW
    answer, claimed_us = found
    if answer is not None:
        return Claim(ClaimState.ANSWERED, answer)
    abandoned = to_us(at) - claimed_us > ABANDONED_AFTER // timedelta(microseconds=1)
    return NEW if abandoned else IN_FLIGHT


def settle(tx: Tx, oa: str, key: str, answer: bytes, at: datetime) -> None:
    """Keep the answer for every later twin. Raises Conflict when it was settled already."""
    if not tx.run(_SETTLE, oa=oa, key=key, answer=answer, at_us=to_us(at)):
        raise Conflict(f"message {key!r} of {oa!r} has its answer")


def stored_answer(reader: Reader, oa: str, key: str) -> bytes | None:
    """The answer to the message `key`, None while there is none."""
    row = reader.one(_LOOK, oa=oa, key=key)
    return row[0] if row else None


def forget_before(tx: Tx, moment: datetime) -> int:
    """Drop messages older than `moment`; how many."""
    return tx.run(_FORGET, before_us=to_us(moment))
