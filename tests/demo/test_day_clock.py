"""A replayed day's clock: moved by one process, seen by all that map it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from weiyin.base.clock import SystemClock, shanghai_day, shanghai_midnight
from weiyin.bench.day.clock import DayClock, day_clock, end_day, start_day


def test_every_clock_of_a_home_shows_the_hour_that_one_moved_to(tmp_path: Path) -> None:
    midnight = shanghai_midnight(shanghai_day(SystemClock().now()) - timedelta(days=1))
    clock = start_day(tmp_path, midnight)
    other = day_clock(tmp_path)
    assert shanghai_day(other.now()) == shanghai_day(midnight)
    clock.move_to(midnight + timedelta(hours=9))
    assert timedelta(hours=9) <= other.now() - midnight < timedelta(hours=10)
    clock.move_to(midnight)  # never back
    assert other.now() - midnight >= timedelta(hours=9)
    end_day(tmp_path)
    assert isinstance(day_clock(tmp_path), SystemClock)
    assert isinstance(other, DayClock)
