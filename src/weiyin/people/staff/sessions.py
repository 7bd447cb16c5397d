"""Sessions of staff: on the server, short, and looked up with the person at every request.

So somebody disabled, or whose role was taken away, is out with the next request. The browser holds
an opaque token, of which we keep the SHA-256.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.clock import to_us
from weiyin.base.errors import NeedsStepUp
from weiyin.base.ids import SYSTEM_RNG, Rng, opaque_token, token_key
from weiyin.people.staff.staff import Staff, access_staff
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

IDLE = timedelta(minutes=15)
LIFE = timedelta(hours=4)

_OPEN = sql("""
    INSERT INTO staff_sessions (session_key, staff_id, oa, opened_us, seen_us)
    VALUES (:key, :staff_id, :oa, :now_us, :now_us)
""")
_TOUCH = sql("""
    UPDATE staff_sessions SET seen_us = CASE WHEN seen_us < :now_us THEN :now_us ELSE seen_us END
    WHERE session_key = :key AND ended_us IS NULL AND opened_us > :life_us AND seen_us > :idle_us
""")
_LOOK = sql("SELECT staff_id, oa FROM staff_sessions WHERE session_key = :key")
_WORK_ON = sql("UPDATE staff_sessions SET oa = :oa WHERE session_key = :key")
_STANDING = sql("""
    SELECT s.session_key FROM staff_sessions s JOIN staff p ON p.staff_id = s.staff_id
    WHERE s.ended_us IS NULL AND p.state = 'active' AND s.opened_us > :life_us
""")
_END = sql("""
    UPDATE staff_sessions SET ended_us = :now_us, ended_why = 'closed'
    WHERE session_key = :key AND ended_us IS NULL
""")


class StaffSessionOver(NeedsStepUp):
    """No such session, or it has ended, idled or aged out, or its owner was disabled."""

    status = 401
    code = "staff_session_over"
    heard = "登录已失效，请重新登录"


@dataclass(frozen=True, slots=True)
class StaffSession:
    """`oa` is the official account being worked on."""

    key: str
    staff: Staff
    oa: str


def open_staff_session(tx: Tx, staff: Staff, oa: str, now: datetime, rng: Rng = SYSTEM_RNG) -> str:
    """A new session; returns its token, which is not kept."""
    token = opaque_token(rng)
    tx.run(_OPEN, key=token_key(token), staff_id=staff.staff_id, oa=oa, now_us=to_us(now))
    return token


def access_staff_session(tx: Tx, token: str, now: datetime) -> StaffSession:
    """The session of `token`, marked as seen now. Raises StaffSessionOver on any doubt."""
    key = token_key(token)
    alive = tx.run(
        _TOUCH,
        key=key,
        now_us=to_us(now),
        life_us=to_us(now - LIFE),
        idle_us=to_us(now - IDLE),
    )
    row = tx.one(_LOOK, key=key)
    if alive != 1 or row is None:
        raise StaffSessionOver
    staff = access_staff(tx, row[0])
    if not staff.active:
        raise StaffSessionOver
    return StaffSession(key, staff, row[1])


def standing_sessions(reader: Reader, now: datetime) -> frozenset[str]:
    """The keys of all sessions that nobody has ended: for streams, which are no request of theirs.

    A stream keeps nobody signed in: idle sessions are turned away at their next request.
    """
    rows = reader.all(_STANDING, life_us=to_us(now - LIFE))
    return frozenset(key for (key,) in rows)


def work_on(tx: Tx, session: StaffSession, oa: str) -> None:
    """Turn to another official account."""
    tx.run(_WORK_ON, key=session.key, oa=oa)


def close_staff_session(tx: Tx, session: StaffSession, now: datetime) -> None:
    """Sign out. Ending twice is no error."""
    tx.run(_END, key=session.key, now_us=to_us(now))
