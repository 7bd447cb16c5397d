"""Sessions on our pages: kept on the server; the browser holds an opaque token and nothing else.

Only the SHA-256 of a token is stored: 160 random bits need no salt, and a stolen table opens
nothing. A session dies after ten idle minutes (or fewer, as its owner chose), after thirty in all,
on `close_session`, on step-up (another takes its place) and on unfollowing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NeedsStepUp
from weiyin.base.ids import SYSTEM_RNG, Rng, opaque_token, token_key
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

IDLE = timedelta(minutes=10)
LIFE = timedelta(minutes=30)

_OPEN = sql("""
    INSERT INTO sessions (session_key, oa, openid, snapshot, opened_us, seen_us, stepped_us)
    VALUES (:key, :oa, :openid, :snapshot, :opened_us, :seen_us, :stepped_us)
""")
_TOUCH = sql("""
    UPDATE sessions SET seen_us = CASE WHEN seen_us < :now_us THEN :now_us ELSE seen_us END
    WHERE session_key = :key AND ended_us IS NULL AND opened_us > :life_us
      AND seen_us > :now_us - COALESCE(
          (SELECT c.idle_us FROM session_choices c
           WHERE c.oa = sessions.oa AND c.openid = sessions.openid), :idle_us)
""")
_LOOK = sql("""
    SELECT oa, openid, snapshot, opened_us, stepped_us FROM sessions
    WHERE session_key = :key AND ended_us IS NULL
""")
_END = sql("""
    UPDATE sessions SET ended_us = :now_us, ended_why = :why
    WHERE session_key = :key AND ended_us IS NULL
""")
_END_ALL = sql("""
    UPDATE sessions SET ended_us = :now_us, ended_why = :why
    WHERE oa = :oa AND openid = :openid AND ended_us IS NULL AND opened_us <= :until_us
""")


@dataclass(frozen=True, slots=True)
class Session:
    """A live session. `key` names it to our tables; only the browser knows its token."""

    key: str
    oa: str
    openid: str
    snapshot: bool
    """A stand-in identity of somebody previewing a page: may look, may not bind or move."""
    opened_at: datetime
    stepped_up_at: datetime | None


class SessionOver(NeedsStepUp):
    """No such session, or it has ended, idled or aged out: sign in again."""

    status = 401
    code = "session_over"
    heard = "登录已失效，请返回微信重新进入"


def open_session(
    tx: Tx,
    oa: str,
    openid: str,
    at: datetime,
    *,
    snapshot: bool = False,
    rng: Rng = SYSTEM_RNG,
) -> str:
    """A new session; returns its token, which is not kept."""
    token = opaque_token(rng)
    _insert(tx, Session(token_key(token), oa, openid, snapshot, at, None), at)
    return token


def access_session(tx: Tx, token: str, now: datetime) -> Session:
    """The session of `token`, marked as seen now. Raises SessionOver on any doubt."""
    key = token_key(token)
    alive = tx.run(
        _TOUCH,
        key=key,
        now_us=to_us(now),
        idle_us=IDLE // timedelta(microseconds=1),
        life_us=to_us(now - LIFE),
    )
    row = tx.one(_LOOK, key=key)
    if alive != 1 or row is None:
        raise SessionOver
    oa, openid, snapshot, opened_us, stepped_us = row
    stepped_up_at = None if stepped_us is None else from_us(stepped_us)
    return Session(key, oa, openid, bool(snapshot), from_us(opened_us), stepped_up_at)


def renew_session(tx: Tx, session: Session, now: datetime, rng: Rng = SYSTEM_RNG) -> str:
    """After a step-up: the same person under a new token; the old one is dead.

    The thirty minutes go on from the first opening. Raises SessionOver when it ended meanwhile.
    """
    if tx.run(_END, key=session.key, now_us=to_us(now), why="renewed") != 1:
        raise SessionOver
    token = opaque_token(rng)
    _insert(tx, replace(session, key=token_key(token), stepped_up_at=now), now)
    return token


def close_session(tx: Tx, session: Session, now: datetime) -> None:
    """Sign out. Ending twice is no error."""
    tx.run(_END, key=session.key, now_us=to_us(now), why="closed")


def end_sessions(
    tx: Tx, *, oa: str, openid: str, now: datetime, why: str, opened_until: datetime
) -> int:
    """End every session of a person opened up to `opened_until`; returns how many."""
    return tx.run(
        _END_ALL,
        oa=oa,
        openid=openid,
        now_us=to_us(now),
        why=why,
        until_us=to_us(opened_until),
    )


def _insert(tx: Tx, session: Session, seen_at: datetime) -> None:
    stepped = session.stepped_up_at
    tx.run(
        _OPEN,
        key=session.key,
        oa=session.oa,
        openid=session.openid,
        snapshot=int(session.snapshot),
        opened_us=to_us(session.opened_at),
        seen_us=to_us(seen_at),
        stepped_us=None if stepped is None else to_us(stepped),
    )
