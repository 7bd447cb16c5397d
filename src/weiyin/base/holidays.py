"""Days on which the week does not say what day it is: statutory holidays and days made up for them.

Source: the State Council's yearly notice on the arrangement of holidays (2026: of November 2025). A
year without a table here follows the week alone; a new year's notice is one more entry.
"""

from __future__ import annotations

from datetime import date

_OFF = {
    2026: (
        "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 "
        "10-01 10-02 10-05 10-06 10-07"
    ),
}
"""Weekdays off work."""
_MADE_UP = {2026: "01-04 02-14 02-28 05-09 09-20 10-10"}
"""Saturdays and Sundays at work."""


def _days(table: dict[int, str]) -> frozenset[date]:
    return frozenset(
        date.fromisoformat(f"{year}-{day}") for year, days in table.items() for day in days.split()
    )


HOLIDAYS = _days(_OFF)
MADE_UP = _days(_MADE_UP)


def is_workday(day: date) -> bool:
    """Whether offices work on that day in mainland China."""
    return day not in HOLIDAYS and (day.weekday() < 5 or day in MADE_UP)
