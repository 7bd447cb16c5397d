"""The desk in figures: how many asked for a person, how long it took, how it ended, by whom.

Seconds are means. A talk counts in the days it was asked for in, and for whom it ended with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_STATES = "state IN ('waiting', 'open', 'closed')"  # so that the index of the queue serves
_SPAN = f"oa=:oa AND {_STATES} AND asked_us>=:since_us AND asked_us<:until_us"
_MEANS = (
    "COALESCE(SUM(CASE WHEN first_us>0 THEN first_us-asked_us ELSE 0 END), 0),"
    " SUM(CASE WHEN first_us>0 THEN 1 ELSE 0 END),"
    " COALESCE(SUM(CASE WHEN closed_us>0 AND taken_us>0 THEN closed_us-taken_us ELSE 0 END), 0),"
    " SUM(CASE WHEN closed_us>0 AND taken_us>0 THEN 1 ELSE 0 END),"
    " SUM(CASE WHEN score>0 THEN 1 ELSE 0 END), SUM(score),"
    " SUM(CASE WHEN score>=4 THEN 1 ELSE 0 END)"
)
_BY_OWNER = sql(
    f"SELECT owner, count(*), {_MEANS} FROM desk_conversations WHERE {_SPAN} AND owner<>''"
    " GROUP BY owner ORDER BY 2 DESC, owner"
)
_WHOLE = sql(f"SELECT '', count(*), {_MEANS} FROM desk_conversations WHERE {_SPAN}")
_ENDS = sql(
    "SELECT ended_why, SUM(CASE WHEN taken_us=0 THEN 1 ELSE 0 END) FROM desk_conversations"
    f" WHERE {_SPAN} AND state='closed' GROUP BY ended_why"
)
_WRAP_UPS = sql(
    f"SELECT wrap_up, count(*) FROM desk_conversations WHERE {_SPAN} AND wrap_up<>''"
    " GROUP BY wrap_up ORDER BY 2 DESC"
)
_SECOND_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Served:
    """`first_s`: from the customer's asking to the first answer; `handle_s`: from taking a talk to
    its end. None where nothing was counted.
    """

    owner: str
    asked: int
    first_s: int | None
    handle_s: int | None
    scored: int
    score: float | None
    pleased: float | None
    """The share of those who told that gave four stars or five."""


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """`gave_up`: left the queue before anybody took them; `left`: became a message at closing."""

    whole: Served
    agents: tuple[Served, ...]
    gave_up: int
    left: int
    wrap_ups: tuple[tuple[str, int], ...]


def desk_figures(reader: Reader, oa: str, since: datetime, until: datetime) -> DeskFigures:
    """Of the talks that were asked for from `since` until, not including, `until`."""
    span = {"oa": oa, "since_us": to_us(since), "until_us": to_us(until)}
    ends = {why: int(count) for why, count in reader.all(_ENDS, **span)}
    row = reader.one(_WHOLE, **span)
    assert row is not None
    return DeskFigures(
        whole=_served(row),
        agents=tuple(_served(row) for row in reader.all(_BY_OWNER, **span)),
        gave_up=ends.get("customer", 0) + ends.get("unfollowed", 0),
        left=ends.get("shut", 0),
        wrap_ups=tuple((key, int(count)) for key, count in reader.all(_WRAP_UPS, **span)),
    )


def _served(row: tuple[object, ...]) -> Served:
    owner, *counts = row
    numbers = [int(str(one or 0)) for one in counts]
    asked, first_us, answered, handle_us, ended, scored, stars, pleased = numbers
    return Served(
        owner=str(owner),
        asked=asked,
        first_s=_mean_s(first_us, answered),
        handle_s=_mean_s(handle_us, ended),
        scored=scored,
        score=stars / scored if scored else None,
        pleased=pleased / scored if scored else None,
    )


def _mean_s(total_us: int, count: int) -> int | None:
    return round(total_us / count / _SECOND_US) if count else None
