"""How a person wants to be asked again: the idle time of their pages, and what a chat may say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput
from weiyin.people.sessions import IDLE
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

IDLE_MINUTES = (2, 5, 10)
"""To choose from; never longer than the bank's own."""
_MICRO = timedelta(microseconds=1)

_GET = sql("SELECT idle_us, private FROM session_choices WHERE oa = :oa AND openid = :openid")
_SET = sql("""
    INSERT INTO session_choices (oa, openid, idle_us, private, changed_us)
    VALUES (:oa, :openid, :idle_us, :private, :at_us)
    ON CONFLICT (oa, openid) DO UPDATE
    SET idle_us = excluded.idle_us, private = excluded.private, changed_us = excluded.changed_us
""")


@dataclass(frozen=True, slots=True)
class SessionChoice:
    """`private`: of accounts the chat says nothing; a page does, after signing in."""

    idle: timedelta = IDLE
    private: bool = False


def choice_of(reader: Reader, oa: str, openid: str) -> SessionChoice:
    row = reader.one(_GET, oa=oa, openid=openid)
    return SessionChoice() if row is None else SessionChoice(row[0] * _MICRO, bool(row[1]))


def choose(tx: Tx, oa: str, openid: str, chosen: SessionChoice, at: datetime) -> None:
    """Raises BadInput for an idle time that is not on offer."""
    if chosen.idle not in {timedelta(minutes=minutes) for minutes in IDLE_MINUTES}:
        raise BadInput("idle", "请选择2、5或10分钟")
    tx.run(
        _SET,
        oa=oa,
        openid=openid,
        idle_us=chosen.idle // _MICRO,
        private=int(chosen.private),
        at_us=to_us(at),
    )
