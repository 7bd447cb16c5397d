"""A span of days, and how precisely its ends were named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto


class Grain(Enum):
    """Decides how the end of a span leans on its start: 上个月15号到20号."""

    DAY = auto()
    NUMBER = auto()
    """15号: its month is not said."""
    MONTH_DAY = auto()
    """7月15日: its year is not said."""
    WEEKDAY = auto()
    """周五: its week is not said."""
    MONTH = auto()
    YEARLESS_MONTH = auto()
    SPAN = auto()


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`, both included."""

    first: date
    last: date
    grain: Grain
