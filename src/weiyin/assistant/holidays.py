"""Public holidays by name: 国庆期间, 春节, 中秋节. Days off as set since 2025.

The office moves working days around them each year; what counts here is when the holiday is.
Lunar days are read from `lunar_days.csv`: 2000 to 2099, as the observatories publish them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from importlib import resources


def _spring(year: int) -> tuple[date, date]:
    """From the eve of the lunar year to its seventh day."""
    first = _lunar_day(year, "01-01")
    return first - timedelta(days=1), first + timedelta(days=6)


def _clear_and_bright(year: int) -> tuple[date, date]:
    """清明 by the usual formula of the 21st century: [Y × 0.2422 + 4.81] − [Y ÷ 4]."""
    short = year % 100
    day = date(year, 4, int(short * 0.2422 + 4.81) - short // 4)
    return day, day


def _first_full_moon(year: int) -> tuple[date, date]:
    """The fifteenth day of the lunar year."""
    day = _lunar_day(year, "01-01") + timedelta(days=14)
    return day, day


def _lunar(day: str) -> Callable[[int], tuple[date, date]]:
    return lambda year: (_lunar_day(year, day), _lunar_day(year, day))


def _lunar_day(year: int, day: str) -> date:
    """When a day of the lunar calendar is. Raises ValueError before 2000 and after 2099."""
    found = _lunar_days().get(year)
    if found is None:
        raise ValueError(f"no lunar calendar of {year}")
    return date.fromisoformat(f"{year}-{found[day]}")


@cache
def _lunar_days() -> dict[int, dict[str, str]]:
    text = resources.files(__package__).joinpath("lunar_days.csv").read_text(encoding="utf-8")
    return {int(row["year"]): row for row in csv.DictReader(text.splitlines())}


def _solar(month: int, first: int, last: int) -> Callable[[int], tuple[date, date]]:
    return lambda year: (date(year, month, first), date(year, month, last))


_DAYS: dict[str, Callable[[int], tuple[date, date]]] = {
    "元旦": _solar(1, 1, 1),
    "春节": _spring,
    "过年": _spring,
    "除夕": lambda year: (_spring(year)[0], _spring(year)[0]),
    "元宵": _first_full_moon,
    "清明": _clear_and_bright,
    "五一": _solar(5, 1, 5),
    "劳动节": _solar(5, 1, 5),
    "端午": _lunar("05-05"),
    "七夕": _lunar("07-07"),
    "中秋": _lunar("08-15"),
    "国庆": _solar(10, 1, 7),
    "十一": _solar(10, 1, 7),
    "重阳": _lunar("09-09"),
}
NAMES = (
    "元旦|春节|过年|除夕|元宵|清明|五一|劳动节|端午|七夕|中秋|国庆|重阳"
    "|十一(?=期间|长假|黄金周|放假|假期)"
)


def holiday(name: str, year: int) -> tuple[date, date]:
    """First and last day of the holiday `name` (one of `NAMES`) of that year."""
    return _DAYS[name](year)
