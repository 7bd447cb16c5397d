"""By which system money leaves for another bank, when, and for what fee.

    realtime  IBPS (7 × 24) up to its cap; above it HVPS, in its hours
    normal    debited now, sent after two hours: BEPS up to its cap, above it HVPS
    next_day  debited now, sent on the next natural day

The moment chosen is the moment at which *we send*; when the other bank credits it is theirs.
An HVPS payment whose moment falls outside the hours of HVPS waits for the next opening.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from weiyin.base.clock import SHANGHAI, shanghai_day, shanghai_midnight
from weiyin.base.errors import NotAllowed
from weiyin.base.holidays import is_workday
from weiyin.base.money import Money


class Mode(StrEnum):
    REALTIME = "realtime"
    NORMAL = "normal"
    NEXT_DAY = "next_day"


class Route(StrEnum):
    BOOK = "BOOK"
    """Between two accounts of this bank."""
    IBPS = "IBPS"
    BEPS = "BEPS"
    HVPS = "HVPS"


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of one day. Caps and hours of the systems have changed with the years."""

    ibps_cap: Money
    beps_cap: Money
    hvps_opens: time
    """On working days; the evening before, when it is after the closing."""
    hvps_closes: time
    normal_delay: timedelta
    fees: tuple[tuple[Money | None, Money], ...]
    """(up to, fee) by amount, None for no bound; for other banks only."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What a payment made now would be like."""

    route: Route
    fee: Money
    due: datetime


def route(rules: Rules, amount: Money, mode: Mode, at: datetime) -> Quote:
    """For another bank. Raises NotAllowed("route") when no system would take it."""
    due = due_of(rules, mode, at)
    cap = rules.ibps_cap if mode is Mode.REALTIME else rules.beps_cap
    if amount <= cap:
        return Quote(Route.IBPS if mode is Mode.REALTIME else Route.BEPS, fee(rules, amount), due)
    if mode is Mode.REALTIME and not hvps_is_open(rules, at):
        raise NotAllowed(
            "route", f"超过{cap}元的跨行转账须在大额系统开放时间办理，请改选普通到账或次日到账"
        )
    return Quote(Route.HVPS, fee(rules, amount), _when_open(rules, due))


def due_of(rules: Rules, mode: Mode, at: datetime) -> datetime:
    """When we send. The next natural day is not 24 hours on: it begins at midnight."""
    if mode is Mode.NORMAL:
        return at + rules.normal_delay
    if mode is Mode.NEXT_DAY:
        return shanghai_midnight(shanghai_day(at) + timedelta(days=1))
    return at


def fee(rules: Rules, amount: Money) -> Money:
    """Of the first step that the amount does not exceed; the last step has no bound."""
    return next(cost for most, cost in rules.fees if most is None or amount <= most)


def hvps_is_open(rules: Rules, at: datetime) -> bool:
    """Open from the evening before a working day until that day's closing."""
    here = at.astimezone(SHANGHAI)
    if here.time() < rules.hvps_closes:
        return is_workday(here.date())
    evening = rules.hvps_opens > rules.hvps_closes and here.time() >= rules.hvps_opens
    return evening and is_workday(here.date() + timedelta(days=1))


def _when_open(rules: Rules, at: datetime) -> datetime:
    if hvps_is_open(rules, at):
        return at
    day = shanghai_day(at)
    while not is_workday(day) or (opening := _opening(rules, day)) < at:
        day += timedelta(days=1)
    return opening


def _opening(rules: Rules, day: date) -> datetime:
    """Of the working day `day`."""
    evening = rules.hvps_opens > rules.hvps_closes
    on = day - timedelta(days=1) if evening else day
    return datetime.combine(on, rules.hvps_opens, SHANGHAI)
