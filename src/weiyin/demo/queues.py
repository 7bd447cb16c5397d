"""A working day at the demo's branches: who comes, when they are called, how long they stay.

People come at chance (a Poisson stream whose rate follows the hours of the day), stand in one line
a business and are called to whichever counter is free first; the time there is log-normal. Some
counters close for lunch, some branches are slower than others, some people do not wait to be
called. What comes out are the reports that a queue machine would send.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from weiyin.base.clock import SHANGHAI, shanghai_day, shanghai_midnight
from weiyin.demo.dice import Dice
from weiyin.places.hours import state_at
from weiyin.places.place import Place, PlaceKind
from weiyin.places.queues.business import Business
from weiyin.places.queues.pace import Waited, hour_of
from weiyin.places.queues.report import (
    LineReport,
    MachineReport,
    MachineState,
    Report,
    TicketReport,
)
from weiyin.places.queues.report import apply_reports as apply
from weiyin.places.queues.ticket import TicketState
from weiyin.storage.store import Tx

BEAT = timedelta(minutes=10)
"""A machine says how many counters are open this often, even if nothing changed."""

_BUSY_PERCENT = {9: 75, 10: 100, 11: 95, 12: 60, 13: 50, 14: 85, 15: 90, 16: 60}
"""Of the day's peak of arrivals, by hour in Shanghai."""
_LUNCH = (12, 13)
_NO_SHOW_PERCENT = 7
_CALLED_IN_VAIN = timedelta(seconds=40)
_SIGMA = 0.6
"""Of the logarithm of a time at the counter."""
_SERVICE_S = {Business.PERSONAL: 260, Business.WEALTH: 620, Business.CORPORATE: 420}
_LETTER = {Business.PERSONAL: "A", Business.WEALTH: "C", Business.CORPORATE: "B"}


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's turn. `ahead` and `counters` are as they were on taking the ticket."""

    business: Business
    ticket_no: str
    taken_at: datetime
    called_at: datetime
    ended_at: datetime
    missed: bool
    counter: int
    ahead: int
    counters: int


def visits(seed: int, branch: Place, day: date, until: datetime | None = None) -> list[Visit]:
    """Everybody who comes to a branch on a day, by business and then in the order of coming.

    `until`: only those who have come by then; who comes later changes nothing for them.
    """
    return [one for business in Business for one in _line(seed, branch, business, day, until)]


def waits(seed: int, branch: Place, days: Iterable[date]) -> list[Waited]:
    """The waits of those days behind at least one other: what paces are fitted on."""
    return [
        Waited(
            branch.place_id,
            one.business,
            hour_of(one.taken_at),
            one.ahead,
            one.counters,
            round((one.called_at - one.taken_at) / timedelta(milliseconds=1)),
        )
        for day in days
        for one in visits(seed, branch, day)
        if one.ahead
    ]


def day_reports(seed: int, branch: Place, day: date, until: datetime | None = None) -> list[Report]:
    """What the branch's queue machine says on a day, in order, numbered from the day on."""
    said = [*_tickets(visits(seed, branch, day, until)), *_beats(seed, branch, day)]
    said.sort(key=lambda pair: pair[0])
    first = day.toordinal() * 100_000
    return [_numbered(report, first + number) for number, (_, report) in enumerate(said, start=1)]


def standing(reports: Sequence[Report], at: datetime) -> list[Report]:
    """What is so at a moment: the last word on each line, and on each ticket not yet done with."""
    last: dict[object, Report] = {}
    for report in reports:
        if report.at <= at:
            subject = report.ticket_no if isinstance(report, TicketReport) else _subject(report)
            last[subject] = report
    live = {TicketState.WAITING, TicketState.CALLED}
    return [r for r in last.values() if not isinstance(r, TicketReport) or r.state in live]


def open_lines(tx: Tx, book: str, seed: int, places: Iterable[Place], at: datetime) -> None:
    """Let the machines of all places say how things stand now."""
    for place in places:
        if place.kind is PlaceKind.BRANCH:
            reports = standing(day_reports(seed, place, shanghai_day(at), at), at)
            apply(tx, book, place.place_id, reports)
        else:
            state = MachineReport(1, at, Dice(seed, "machine", place.place_id).pick(_STATES))
            apply(tx, book, place.place_id, [state])


_STATES: tuple[MachineState, ...] = (*("works",) * 7, "no_cash", "out")


def counters_at(seed: int, branch: Place, business: Business, hour: int) -> int:
    """Counters open for a business: about half of them close for lunch."""
    most = 1
    if business is Business.PERSONAL:
        most = Dice(seed, "windows", branch.place_id).between(2, 5)
    return max(most // 2, 1) if hour in _LUNCH else most


def _counters_by_hour(seed: int, branch: Place, business: Business) -> list[int]:
    return [counters_at(seed, branch, business, hour) for hour in range(24)]


def _line(
    seed: int, branch: Place, business: Business, day: date, until: datetime | None
) -> list[Visit]:
    dice = Dice(seed, "line", branch.place_id, business, day.isoformat())
    slow = Dice(seed, "slow", branch.place_id).between(75, 135) / 100
    open_at = _counters_by_hour(seed, branch, business)
    free = [shanghai_midnight(day)] * open_at[9]
    found: list[Visit] = []
    for taken in _arrivals(dice, seed, branch, business, day):
        if until is not None and taken > until:
            break
        counters = open_at[hour_of(taken)]
        called, counter = min(
            (_opens(max(taken, moment), number, open_at), number)
            for number, moment in enumerate(free)
        )
        missed = dice.percent(_NO_SHOW_PERCENT) and called > taken
        stay = _CALLED_IN_VAIN if missed else _stay(dice, business, slow)
        ahead = sum(one.called_at > taken for one in found)
        free[counter] = called + stay
        number = f"{_LETTER[business]}{len(found) + 1:03d}"
        found.append(
            Visit(business, number, taken, called, called + stay, missed, counter + 1, ahead,
                  counters)
        )  # fmt: skip
    return found


def _arrivals(
    dice: Dice, seed: int, branch: Place, business: Business, day: date
) -> Iterable[datetime]:
    """A Poisson stream by thinning: at the peak's rate, of which each hour keeps its share."""
    at = state_at(branch.hours, shanghai_midnight(day)).changes
    closes = None if at is None else state_at(branch.hours, at).changes
    most = counters_at(seed, branch, business, 9)
    load = Dice(seed, "load", branch.place_id).between(70, 104) / 100
    peak_s = _SERVICE_S[business] / most / load
    while at is not None and shanghai_day(at) == day:
        at += timedelta(seconds=-peak_s * math.log(_chance(dice)))
        if closes is not None and at >= closes:
            return
        if dice.percent(_BUSY_PERCENT.get(hour_of(at), 30)):
            yield at


def _opens(at: datetime, number: int, open_at: Sequence[int]) -> datetime:
    """When the counter of that number calls next: not while it is closed for lunch."""
    while number >= open_at[hour_of(at)]:
        local = at.astimezone(SHANGHAI)
        at = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return at


def _stay(dice: Dice, business: Business, slow: float) -> timedelta:
    """Log-normal with the business's mean (Box and Muller's normal)."""
    normal = math.sqrt(-2 * math.log(_chance(dice))) * math.cos(2 * math.pi * _chance(dice))
    mean = _SERVICE_S[business] * slow
    return timedelta(seconds=mean * math.exp(_SIGMA * normal - _SIGMA * _SIGMA / 2))


def _chance(dice: Dice) -> float:
    """Above 0, at most 1."""
    return (dice.getrandbits(53) + 1) / 2**53


def _tickets(found: Iterable[Visit]) -> Iterable[tuple[datetime, Report]]:
    for one in found:
        last = TicketState.MISSED if one.missed else TicketState.DONE
        said = ((one.taken_at, TicketState.WAITING), (one.called_at, TicketState.CALLED),
                (one.ended_at, last))  # fmt: skip
        for at, state in said:
            counter = "" if state is TicketState.WAITING else str(one.counter)
            yield (
                at,
                TicketReport(
                    0, at, one.ticket_no, one.business, state, one.taken_at, one.taken_at, counter
                ),
            )


def _beats(seed: int, branch: Place, day: date) -> Iterable[tuple[datetime, Report]]:
    at = state_at(branch.hours, shanghai_midnight(day)).changes
    while at is not None and shanghai_day(at) == day and state_at(branch.hours, at).open:
        for business in Business:
            counters = counters_at(seed, branch, business, hour_of(at))
            yield at, LineReport(0, at, business, counters)
        at += BEAT


def _numbered(report: Report, seq: int) -> Report:
    match report:
        case TicketReport():
            return TicketReport(
                seq, report.at, report.ticket_no, report.business, report.state, report.taken_at,
                report.line_at, report.counter,
            )  # fmt: skip
        case LineReport():
            return LineReport(seq, report.at, report.business, report.counters)
        case MachineReport():
            return MachineReport(seq, report.at, report.state)


def _subject(report: LineReport | MachineReport) -> object:
    return report.business if isinstance(report, LineReport) else "machine"
