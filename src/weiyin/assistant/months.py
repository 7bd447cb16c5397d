"""Arithmetic of months and weeks on the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, count: int) -> date:
    """The same day `count` months on, or that month's last if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def week_start(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def in_month(month: date, number: int) -> date | None:
    """The day with that number in the month, if it has one."""
    if not 1 <= number <= monthrange(month.year, month.month)[1]:
        return None
    return month.replace(day=number)


def latest_day(number: int, today: date) -> date | None:
    """The last day so numbered that is not after today: 25号, said on the 20th."""
    for back in range(12):
        day = in_month(add_months(month_of(today), -back), number)
        if day is not None and day <= today:
            return day
    return None
