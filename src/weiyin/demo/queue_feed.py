"""The demo's queue machines through the day: what they say as time goes by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from weiyin.base.clock import Clock, from_us, shanghai_day, to_us
from weiyin.demo.queues import day_reports, standing
from weiyin.places.place import Place, PlaceKind
from weiyin.places.queues.business import Business
from weiyin.places.queues.report import (
    FromAfar,
    Report,
    TicketReport,
    apply_reports,
    from_afar,
)
from weiyin.places.queues.ticket import TicketState
from weiyin.storage.store import Store, Tx

EVERY = timedelta(seconds=5)
_AT_COUNTER = timedelta(minutes=2)
_PLANNED = 10
"""Branches whose day is made up at a step: all at once would hold everybody up for seconds."""


class QueueFeed:
    """Speaks for the machines of all branches. `step` says what happened since the last one."""

    def __init__(
        self, store: Store, clock: Clock, book: str, seed: int, places: Sequence[Place]
    ) -> None:
        self._store, self._clock, self._book, self._seed = store, clock, book, seed
        self._branches = [place for place in places if place.kind is PlaceKind.BRANCH]
        self._day: date | None = None
        self._plans: dict[str, list[Report]] = {}
        self._until = clock.now()
        self._at_counter: list[tuple[str, TicketReport]] = []

    def step(self) -> int:
        """How many reports told something new."""
        now = self._clock.now()
        said = self._said(now)
        self._until = now
        return self._store.run(lambda tx: self._say(tx, said) + self._serve_from_afar(tx, now))

    def _said(self, now: datetime) -> dict[str, list[Report]]:
        """By branch; of some more of those whose day was not made up yet: how they stand."""
        day = shanghai_day(now)
        if day != self._day:
            self._day, self._plans = day, {}
        said = {
            place_id: [report for report in plan if self._until < report.at <= now]
            for place_id, plan in self._plans.items()
        }
        new = [one for one in self._branches if one.place_id not in self._plans][:_PLANNED]
        for branch in new:
            plan = self._plans[branch.place_id] = day_reports(self._seed, branch, day)
            said[branch.place_id] = standing(plan, now)
        return said

    def _say(self, tx: Tx, said: Mapping[str, Sequence[Report]]) -> int:
        return sum(
            apply_reports(tx, self._book, place_id, reports)
            for place_id, reports in said.items()
            if reports
        )

    def _serve_from_afar(self, tx: Tx, now: datetime) -> int:
        """Call whoever took a ticket on WeChat once nobody is before them, and serve them."""
        called = [
            (branch.place_id, _report(one, TicketState.CALLED, now))
            for branch in self._branches
            for one in from_afar(tx, self._book, branch.place_id, now)
            if one.state == TicketState.WAITING and not one.ahead
        ]
        ended = [one for one in self._at_counter if now - one[1].at >= _AT_COUNTER]
        self._at_counter = [one for one in self._at_counter if one not in ended] + called
        over = [
            (place_id, replace(one, seq=one.seq + 1, at=now, state=TicketState.DONE))
            for place_id, one in ended
        ]
        return sum(apply_reports(tx, self._book, id_, [report]) for id_, report in called + over)


def _report(one: FromAfar, state: TicketState, now: datetime) -> TicketReport:
    taken = from_us(one.taken_us)
    return TicketReport(
        to_us(now), now, one.ticket_no, Business(one.business), state, taken, taken, "1"
    )
