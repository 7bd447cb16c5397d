"""A day of Shanghai as one whole number, as the lines keep it."""

from __future__ import annotations

from datetime import datetime

from weiyin.base.clock import shanghai_day


def day_number(moment: datetime) -> int:
    """`20260720`: a branch begins every day with an empty line."""
    day = shanghai_day(moment)
    return day.year * 10_000 + day.month * 100 + day.day
