"""When people sit at the desk: by the settings of the account, or as its supervisors wrote since,
for the whole desk or for one group of skill.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import SHANGHAI, to_us
from weiyin.base.errors import BadInput, Misconfigured
from weiyin.desk.agent import GENERAL
from weiyin.places.hours import OpeningHours, Span
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

EVERYBODY = ""
"""The group that stands for the whole desk."""

_PUT = sql(
    "INSERT INTO desk_hours (oa, skill, workdays, days_off, changed_us)"
    " VALUES (:oa, :skill, :workdays, :days_off, :now_us) ON CONFLICT (oa, skill) DO UPDATE"
    " SET workdays=excluded.workdays, days_off=excluded.days_off, changed_us=excluded.changed_us"
)
_DROP = sql("DELETE FROM desk_hours WHERE oa=:oa AND skill=:skill")
_ALL = sql("SELECT skill, workdays, days_off FROM desk_hours WHERE oa=:oa ORDER BY skill")


@dataclass(frozen=True, slots=True)
class DeskHours:
    """The service hours of one account's desk, in Shanghai time."""

    hours: OpeningHours

    def is_open(self, now: datetime) -> bool:
        local = now.astimezone(SHANGHAI)
        minute = local.hour * 60 + local.minute
        return any(one.first_min <= minute < one.last_min for one in self.hours.on(now))

    def words(self) -> str:
        return self.hours.words()


def desk_hours(workday: str, day_off: str) -> DeskHours:
    """Out of `08:00-22:00`, empty for closed. Raises Misconfigured."""
    return DeskHours(OpeningHours(_spans(workday), _spans(day_off)))


@dataclass(frozen=True, slots=True)
class WrittenHours:
    """What a supervisor wrote for a group: `08:00-12:00 13:00-18:00`, empty for nobody."""

    skill: str
    workdays: str
    days_off: str


def put_hours(tx: Tx, oa: str, written: WrittenHours, now: datetime) -> None:
    """From now on. Raises BadInput for what does not read as hours."""
    try:
        desk_hours(written.workdays, written.days_off)
    except Misconfigured:
        raise BadInput("hours", "时间请写成 08:00-12:00 13:00-18:00，留空为无人值守") from None
    tx.run(
        _PUT,
        oa=oa,
        skill=written.skill,
        workdays=written.workdays,
        days_off=written.days_off,
        now_us=to_us(now),
    )


def drop_hours(tx: Tx, oa: str, skill: str) -> bool:
    """Back to the hours of the whole desk, or for those, to the account's settings."""
    return tx.run(_DROP, oa=oa, skill=skill) == 1


def written_hours(reader: Reader, oa: str) -> tuple[WrittenHours, ...]:
    return tuple(WrittenHours(*map(str, row)) for row in reader.all(_ALL, oa=oa))


def hours_of(reader: Reader, oa: str, skill: str, settings: DeskHours) -> DeskHours:
    """The hours of a group: its own, else those of the whole desk, else the account's settings."""
    known = {one.skill: one for one in written_hours(reader, oa)}
    found = known.get(skill) or known.get(EVERYBODY)
    return settings if found is None else desk_hours(found.workdays, found.days_off)


def group_for(
    reader: Reader, oa: str, skill: str, settings: DeskHours, now: datetime
) -> str | None:
    """Who serves a matter now: the group that knows it, else the general one; None: nobody."""
    groups = (skill, GENERAL)
    return next((one for one in groups if hours_of(reader, oa, one, settings).is_open(now)), None)


def _spans(text: str) -> tuple[Span, ...]:
    try:
        return tuple(_span(part) for part in text.split())
    except ValueError:
        raise Misconfigured("desk_hours", f"{text!r} does not read 08:00-22:00") from None


def _span(text: str) -> Span:
    first, last = (_minute(part) for part in text.split("-"))
    return Span(first, last)


def _minute(text: str) -> int:
    hour, minute = (int(part) for part in text.split(":"))
    if not 0 <= minute < 60:
        raise ValueError(text)
    return hour * 60 + minute
