"""How things stand now: followers, the bound among them, notices and their fates, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.storage import outbox
from weiyin.storage.outbox import Backlog
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_FOLLOWERS = sql("SELECT COUNT(*) FROM followers WHERE oa = :oa AND following = 1")
_BOUND = sql("""
    SELECT COUNT(DISTINCT b.openid) FROM bindings b
    JOIN followers f ON f.oa = b.oa AND f.openid = b.openid AND f.following = 1
    WHERE b.oa = :oa AND b.state = 'active'
""")
_FATES = sql("""
    SELECT channel, state, COUNT(*) FROM deliveries
    WHERE oa = :oa AND told_us >= :since_us GROUP BY channel, state ORDER BY channel, state
""")
_DRAFTS = sql("""
    SELECT function_id, COUNT(*), SUM(CASE WHEN state = 'done' THEN 1 ELSE 0 END) FROM drafts
    WHERE oa = :oa AND made_us >= :since_us GROUP BY function_id ORDER BY COUNT(*) DESC
""")


@dataclass(frozen=True, slots=True)
class Funnel:
    """Of a function's confirm pages made since midnight, how many were confirmed."""

    function: str
    made: int
    done: int


@dataclass(frozen=True, slots=True)
class State:
    followers: int
    bound: int
    fates: tuple[tuple[str, str, int], ...]
    """(channel, state, how many) of notices told since midnight."""
    funnels: tuple[Funnel, ...]
    backlog: tuple[Backlog, ...]
    set_aside: dict[str, int]

    @property
    def bound_share(self) -> float:
        return self.bound / self.followers if self.followers else 0.0


def state_of(reader: Reader, oa: str, midnight: datetime) -> State:
    followers, bound = reader.one(_FOLLOWERS, oa=oa), reader.one(_BOUND, oa=oa)
    since_us = to_us(midnight)
    return State(
        followers=followers[0] if followers else 0,
        bound=bound[0] if bound else 0,
        fates=tuple((a, b, int(n)) for a, b, n in reader.all(_FATES, oa=oa, since_us=since_us)),
        funnels=tuple(
            Funnel(function, int(made), int(done))
            for function, made, done in reader.all(_DRAFTS, oa=oa, since_us=since_us)
        ),
        backlog=tuple(outbox.backlog(reader)),
        set_aside=outbox.set_aside_count(reader),
    )
