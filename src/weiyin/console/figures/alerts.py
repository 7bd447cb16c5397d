"""Alerts: rules as data, judged whenever they are looked at; none is switched on or off by hand.

A rule (`alerts.toml`) names a figure, its threshold (a dated setting, changed by two people) and
how many things the figure must rest on. Whoever knows about one says so (`acknowledge`), and it is
quiet on the dashboard until midnight; the metrics go on telling of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from weiyin.bank import tariffs
from weiyin.base.clock import SHANGHAI, from_us, shanghai_day, shanghai_midnight, to_us
from weiyin.base.errors import BadInput, NotFound
from weiyin.console.figures.picture import Picture, picture_of
from weiyin.console.figures.state import State, state_of
from weiyin.console.words import Words
from weiyin.desk.lists import counts
from weiyin.reception.tally import tallied
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_SLOW_BUCKETS = ("4300", "more")
"""Buckets of answering times beyond two seconds."""
_BY_DAY = range(9, 21)
_RECENT_HOURS = 2

_ACKNOWLEDGE = sql("""
    INSERT INTO alert_acknowledgements (oa, rule, day, by_whom, why, at_us)
    VALUES (:oa, :rule, :day, :by, :why, :at_us)
    ON CONFLICT (oa, rule, day)
    DO UPDATE SET by_whom = excluded.by_whom, why = excluded.why, at_us = excluded.at_us
""")
_ACKNOWLEDGED = sql("""
    SELECT rule, by_whom, why, at_us FROM alert_acknowledgements WHERE oa = :oa AND day = :day
""")


@dataclass(frozen=True, slots=True)
class Rule:
    """`setting`: the dated setting with its threshold; `least`: what a figure must rest on."""

    name: str
    words: Words
    remedy: Words
    figure: str
    unit: str
    setting: str
    least: int
    under: bool
    path: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure in its rule's unit, out of how many things it was made."""

    value: int
    of: int


@dataclass(frozen=True, slots=True)
class Acknowledged:
    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule as it stands: `speaks` while the figure passes the threshold."""

    rule: Rule
    value: int
    threshold: int
    speaks: bool
    known: Acknowledged | None

    @property
    def is_open(self) -> bool:
        return self.speaks and self.known is None


@dataclass(frozen=True, slots=True)
class Scene:
    """What figures are made of: this hour and the one before, today, and how things stand."""

    now: datetime
    recent: Picture
    today: Picture
    state: State
    templates_sent: int
    templates_a_day: int
    desk_oldest_us: int


@cache
def rules() -> Mapping[str, Rule]:
    """All of them, by name."""
    told = tomllib.loads(files(__package__).joinpath("alerts.toml").read_text("utf-8"))
    return {name: _rule(name, said) for name, said in told.items()}


def alerts(
    reader: Reader, oa: str, book: str, now: datetime, *, templates_sent: int, templates_a_day: int
) -> list[Alert]:
    """Every rule, judged now."""
    day = shanghai_day(now)
    rows = tallied(reader, oa, day, day)
    hour = now.astimezone(SHANGHAI).hour
    scene = Scene(
        now,
        picture_of(row for row in rows if hour - row.hour < _RECENT_HOURS),
        picture_of(rows),
        state_of(reader, oa, shanghai_midnight(day), now),
        templates_sent,
        templates_a_day,
        counts(reader, oa).oldest_us,
    )
    known = _acknowledged(reader, oa, now)
    return [_judged(reader, book, scene, rule, known.get(rule.name)) for rule in rules().values()]


def acknowledge(tx: Tx, oa: str, rule: str, *, why: str, by: str, now: datetime) -> None:
    """It is known of until midnight. Raises NotFound, and BadInput without a word of why."""
    if rule not in rules():
        raise NotFound
    if not why.strip():
        raise BadInput("why", "请填写处理情况")
    day = shanghai_day(now).isoformat()
    tx.run(_ACKNOWLEDGE, oa=oa, rule=rule, day=day, by=by, why=why[:200], at_us=to_us(now))


def _acknowledged(reader: Reader, oa: str, now: datetime) -> dict[str, Acknowledged]:
    rows = reader.all(_ACKNOWLEDGED, oa=oa, day=shanghai_day(now).isoformat())
    return {rule: Acknowledged(by, why, from_us(at_us)) for rule, by, why, at_us in rows}


def _judged(
    reader: Reader, book: str, scene: Scene, rule: Rule, known: Acknowledged | None
) -> Alert:
    threshold = tariffs.at(reader, book, rule.setting, shanghai_day(scene.now))
    found = FIGURES[rule.figure](scene)
    passes = found.value < threshold if rule.under else found.value > threshold
    return Alert(rule, found.value, threshold, passes and found.of >= rule.least, known)


def _share(part: int, whole: int) -> Measured:
    return Measured(part * 10_000 // whole if whole else 0, whole)


def _asks_by_day(scene: Scene) -> Measured:
    """Asks of the two hours; rests on something only while people are up."""
    up = scene.now.astimezone(SHANGHAI).hour in _BY_DAY
    return Measured(sum(scene.recent.asks.values()), int(up))


def _untold(scene: Scene) -> Measured:
    fates = scene.state.fates
    failed = sum(n for _, fate, n in fates if fate in {"failed", "never", "lost"})
    return _share(failed, sum(n for _, _, n in fates))


def _minutes_since(scene: Scene, us: int) -> int:
    return max((to_us(scene.now) - us) // 60_000_000, 0) if us else 0


def _outbox_minutes(scene: Scene) -> Measured:
    ages = [_minutes_since(scene, to_us(one.oldest_due)) for one in scene.state.backlog]
    return Measured(max(ages, default=0), len(ages))


FIGURES: Mapping[str, Callable[[Scene], Measured]] = {
    "unanswered_bp": lambda at: _share(at.recent.unanswered, at.recent.questions),
    "handed_over_bp": lambda at: _share(at.recent.outcomes["handoff"], at.recent.questions),
    "slow_bp": lambda at: _share(
        sum(at.recent.took[one] for one in _SLOW_BUCKETS), at.recent.took.total()
    ),
    "asks_by_day": _asks_by_day,
    "lost_bp": lambda at: _share(at.today.asks["unfollow"], at.state.followers),
    "untold_bp": _untold,
    "templates_bp": lambda at: _share(at.templates_sent, at.templates_a_day),
    "outbox_minutes": _outbox_minutes,
    "set_aside": lambda at: Measured(sum(at.state.set_aside.values()), 1),
    "desk_minutes": lambda at: Measured(_minutes_since(at, at.desk_oldest_us), 1),
}


def _rule(name: str, said: Mapping[str, object]) -> Rule:
    assert said["figure"] in FIGURES, f"alert {name} has no such figure"
    return Rule(
        name=name,
        words=Words(str(said["zh"]), str(said["en"])),
        remedy=Words(str(said["remedy_zh"]), str(said["remedy_en"])),
        figure=str(said["figure"]),
        unit=str(said["unit"]),
        setting=str(said["setting"]),
        least=int(str(said["least"])),
        under=said.get("when") == "under",
        path=str(said["path"]),
    )
