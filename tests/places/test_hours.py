"""Open or not, and until when, in Shanghai time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.places.made import OFFICE
from weiyin.base.clock import SHANGHAI
from weiyin.places.hours import ALWAYS, OpeningHours, Span, from_json, state_at, to_json


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of July 2026; the 20th is a Monday."""
    return datetime(2026, 7, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(20, 8, 59), "休息中，9:00营业"),
        (at(20, 9), "营业中，17:00结束"),
        (at(20, 16, 59), "营业中，17:00结束"),
        (at(20, 17), "休息中，明天9:00营业"),
        (at(24, 18), "休息中，明天9:30营业"),
        (at(25, 12), "营业中，16:00结束"),
        (at(26, 16), "休息中，明天9:00营业"),
    ],
)
def test_state_in_words(moment: datetime, words: str) -> None:
    assert state_at(OFFICE, moment).words(moment) == words


def test_closed_at_weekends_opens_on_monday() -> None:
    hours = OpeningHours((Span(540, 720), Span(810, 1020)), ())
    assert state_at(hours, at(20, 12, 30)).words(at(20, 12, 30)) == "休息中，13:30营业"
    assert state_at(hours, at(24, 17)).words(at(24, 17)) == "休息中，周一9:00营业"
    assert hours.words() == "周一至周五 9:00-12:00、13:30-17:00，周六周日 休息"


def test_always_and_never() -> None:
    now = at(20, 3)
    assert state_at(ALWAYS, now).words(now) == "24小时营业"
    assert state_at(OpeningHours((), ()), now).words(now) == "暂停营业"
    assert ALWAYS.words() == "24小时"


def test_open_until_midnight() -> None:
    late = OpeningHours((Span(540, 1440),), ())
    assert state_at(late, at(24, 23)).words(at(24, 23)) == "营业中，24:00结束"


def test_the_machine_may_stand_in_another_zone() -> None:
    assert state_at(OFFICE, at(20, 9).astimezone(tz=None)).open


SPANS = st.lists(st.integers(0, 1440), max_size=6, unique=True).map(
    lambda cuts: tuple(
        Span(a, b) for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False)
    )
)
HOURS = st.builds(OpeningHours, SPANS, SPANS)


@given(HOURS, st.integers(0, 10_080))
def test_state_agrees_with_looking_at_the_clock(hours: OpeningHours, minute: int) -> None:
    now = at(20, 0) + timedelta(minutes=minute)

    def open_at(moment: datetime) -> bool:
        of_day = moment.hour * 60 + moment.minute
        return any(s.first_min <= of_day < s.last_min for s in hours.on(moment))

    state = state_at(hours, now)
    assert state.open == open_at(now)
    if state.changes is not None:
        local = state.changes.astimezone(SHANGHAI)
        assert local > now
        assert open_at(local) != state.open
        assert open_at(local - timedelta(minutes=1)) == state.open


@given(HOURS)
def test_hours_survive_the_store(hours: OpeningHours) -> None:
    assert from_json(to_json(hours)) == hours


@pytest.mark.parametrize("ends", [(-1, 5), (5, 5), (6, 5), (0, 1441)])
def test_a_span_is_within_a_day(ends: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(*ends)
