"""Spans of calendar days, as people ask for them: 上个月, 7月1日到15日."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from weiyin.base.clock import shanghai_midnight


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days from `first` to `last`, both included, on the Shanghai calendar."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def moments(self) -> tuple[datetime, datetime]:
        """The first moment of the span and the first moment after it: since ≤ t < until."""
        return shanghai_midnight(self.first), shanghai_midnight(self.last + timedelta(days=1))

    def __str__(self) -> str:
        """`2026-07-01至2026-07-15`, or one day alone."""
        return f"{self.first}" if self.first == self.last else f"{self.first}至{self.last}"
