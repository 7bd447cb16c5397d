"""How many people there are, and how far they came: counts alone, for whoever runs the account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_FOLLOWERS = sql("SELECT COUNT(*) FROM followers WHERE oa = :oa AND following = 1")
_BOUND = sql("""
    SELECT COUNT(DISTINCT b.openid) FROM bindings b
    JOIN followers f ON f.oa = b.oa AND f.openid = b.openid AND f.following = 1
    WHERE b.oa = :oa AND b.state = 'active'
""")
_DRAFTS = sql("""
    SELECT function_id, COUNT(*), SUM(CASE WHEN state = 'done' THEN 1 ELSE 0 END) FROM drafts
    WHERE oa = :oa AND made_us >= :since_us AND made_us < :until_us
    GROUP BY function_id ORDER BY COUNT(*) DESC
""")


@dataclass(frozen=True, slots=True)
class Funnel:
    """Of a function's confirm pages, how many were confirmed."""

    function: str
    made: int
    done: int


def followers(reader: Reader, oa: str) -> int:
    """Who follows now."""
    row = reader.one(_FOLLOWERS, oa=oa)
    return int(row[0]) if row else 0


def bound(reader: Reader, oa: str) -> int:
    """Who of the followers has a card bound."""
    row = reader.one(_BOUND, oa=oa)
    return int(row[0]) if row else 0


def funnels(reader: Reader, oa: str, since: datetime, until: datetime) -> tuple[Funnel, ...]:
    """The confirm pages made from one moment to another, most first."""
    rows = reader.all(_DRAFTS, oa=oa, since_us=to_us(since), until_us=to_us(until))
    return tuple(Funnel(function, int(made), int(done)) for function, made, done in rows)
