"""What a person may see of their own traces here: sign-ins, codes, bindings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.bank.core import CardKind
from weiyin.base.clock import from_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

# A session renewed after a code goes on under another key, from the same opening.
_LOGINS = sql("""
    SELECT opened_us, MAX(seen_us), MAX(COALESCE(stepped_us, 0)) FROM sessions
    WHERE oa = :oa AND openid = :openid
    GROUP BY opened_us ORDER BY opened_us DESC LIMIT CAST(:room AS INTEGER)
""")
_CODES = sql("""
    SELECT issued_us, purpose, tries, ended_why, expires_us FROM challenges
    WHERE oa = :oa AND openid = :openid
    ORDER BY issued_us DESC, challenge_id DESC LIMIT CAST(:room AS INTEGER)
""")
_BINDS = sql("""
    SELECT kind, tail, bound_us, ended_us, state FROM bindings
    WHERE oa = :oa AND openid = :openid
    ORDER BY bound_us DESC, binding_id DESC LIMIT CAST(:room AS INTEGER)
""")


@dataclass(frozen=True, slots=True)
class Login:
    """One sign-in to our pages. `proved`: a code was given in it."""

    at: datetime
    seen: datetime
    proved: bool


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """A code sent by text message; never its digits. `purpose` is the function's id."""

    at: datetime
    purpose: str
    wrong_tries: int
    used: bool
    live: bool


@dataclass(frozen=True, slots=True)
class Bound:
    kind: CardKind
    tail: str
    at: datetime
    ended: datetime | None
    state: str
    """`active`, `suspended` or `unbound`."""


def logins_of(reader: Reader, oa: str, openid: str, room: int) -> tuple[Login, ...]:
    """Newest first, as far back as sessions are kept (`purge`)."""
    rows = reader.all(_LOGINS, oa=oa, openid=openid, room=room)
    return tuple(Login(from_us(at), from_us(seen), bool(proved)) for at, seen, proved in rows)


def codes_of(
    reader: Reader, oa: str, openid: str, now: datetime, room: int
) -> tuple[CodeAsked, ...]:
    """Newest first, as far back as codes are kept (`purge`)."""
    return tuple(
        CodeAsked(
            from_us(at), purpose, tries - (why == "spent"), why == "spent",
            why is None and from_us(expires) > now,
        )
        for at, purpose, tries, why, expires in reader.all(
            _CODES, oa=oa, openid=openid, room=room
        )
    )  # fmt: skip


def binds_of(reader: Reader, oa: str, openid: str, room: int) -> tuple[Bound, ...]:
    """Newest first, those that ended too."""
    return tuple(
        Bound(CardKind(kind), tail, from_us(at), None if ended is None else from_us(ended), state)
        for kind, tail, at, ended, state in reader.all(_BINDS, oa=oa, openid=openid, room=room)
    )
