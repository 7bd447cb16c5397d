"""Public holidays by name: 国庆期间, 春节, 中秋节. Days off as set since 2025.

The office moves working days around them each year; what counts here is when the holiday is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from lunardate import LunarDate


def _spring(year: int) -> tuple[date, date]:
    """From the eve of the lunar year to its seventh day."""
    first = LunarDate(year, 1, 1).to_solar_date()
    return first - timedelta(days=1), first + timedelta(days=6)


def _clear_and_bright(year: int) -> tuple[date, date]:
    """清明 by the usual formula of the 21st century: [Y × 0.2422 + 4.81] − [Y ÷ 4]."""
    short = year % 100
    day = date(year, 4, int(short * 0.2422 + 4.81) - short // 4)
    return day, day


def _lunar(month: int, day: int) -> Callable[[int], tuple[date, date]]:
    def of(year: int) -> tuple[date, date]:
        found = LunarDate(year, month, day).to_solar_date()
        return found, found

    return of


def _solar(month: int, first: int, last: int) -> Callable[[int], tuple[date, date]]:
    return lambda year: (date(year, month, first), date(year, month, last))


_DAYS: dict[str, Callable[[int], tuple[date, date]]] = {
    "元旦": _solar(1, 1, 1),
    "春节": _spring,
    "过年": _spring,
    "除夕": lambda year: (_spring(year)[0], _spring(year)[0]),
    "元宵": _lunar(1, 15),
    "清明": _clear_and_bright,
    "五一": _solar(5, 1, 5),
    "劳动节": _solar(5, 1, 5),
    "端午": _lunar(5, 5),
    "七夕": _lunar(7, 7),
    "中秋": _lunar(8, 15),
    "国庆": _solar(10, 1, 7),
    "十一": _solar(10, 1, 7),
    "重阳": _lunar(9, 9),
}
NAMES = (
    "元旦|春节|过年|除夕|元宵|清明|五一|劳动节|端午|七夕|中秋|国庆|重阳"
    "|十一(?=期间|长假|黄金周|放假|假期)"
)


def holiday(name: str, year: int) -> tuple[date, date]:
    """First and last day of the holiday `name` (one of `NAMES`) of that year."""
    return _DAYS[name](year)
