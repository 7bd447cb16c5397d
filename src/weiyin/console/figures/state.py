"""How things stand: followers, the bound among them, notices and their fates, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.people import figures
from weiyin.people.figures import Funnel
from weiyin.storage import outbox
from weiyin.storage.outbox import Backlog
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_FATES = sql("""
    SELECT channel, state, COUNT(*) FROM deliveries
    WHERE oa = :oa AND told_us >= :since_us AND told_us < :until_us
    GROUP BY channel, state ORDER BY channel, state
""")


@dataclass(frozen=True, slots=True)
class State:
    followers: int
    bound: int
    fates: tuple[tuple[str, str, int], ...]
    """(channel, state, how many) of the notices of the time looked at."""
    funnels: tuple[Funnel, ...]
    """Of the confirm pages of that time."""
    backlog: tuple[Backlog, ...]
    set_aside: dict[str, int]

    @property
    def bound_share(self) -> float:
        return self.bound / self.followers if self.followers else 0.0


def state_of(reader: Reader, oa: str, since: datetime, until: datetime) -> State:
    """Of the time from `since` to `until`; followers and what waits are those of now."""
    span = {"since_us": to_us(since), "until_us": to_us(until)}
    return State(
        followers=figures.followers(reader, oa),
        bound=figures.bound(reader, oa),
        fates=tuple((a, b, int(n)) for a, b, n in reader.all(_FATES, oa=oa, **span)),
        funnels=figures.funnels(reader, oa, since, until),
        backlog=tuple(outbox.backlog(reader)),
        set_aside=outbox.set_aside_count(reader),
    )
