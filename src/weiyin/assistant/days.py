"""Days in a sentence: 今天, 上个月15号到20号, 近三个月, 7月, 2026-07-01至2026-07-15.

All on the Shanghai calendar. Three rules where speech leaves room:
a month or day without its year is the last one that has begun; a unit of the calendar that
contains today (本周, 7月, 今年) ends today; 近三个月 begins on the same day three months ago.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from weiyin.assistant.day_words import day_words
from weiyin.assistant.grain import Days, Grain
from weiyin.assistant.intents import SlotKind
from weiyin.assistant.months import add_months, in_month, month_end, month_of
from weiyin.assistant.spans import Found
from weiyin.base.dates import DateRange

_TO = re.compile(r"的?(?:到了?|至|-+|~+|直到|截止到?|截至)的?")
_AND = re.compile(r"和|与|跟|、|以及|还有")
_UNTIL_NOW = re.compile(
    r"(?:以来|至今|[到至](?:现在|今天|今日|目前|今(?!年|早|晚))(?:为止)?|(?:以|之)?后(?!天)|开始|起)"
)
_BEFORE = re.compile(r"(?:以|之)?前(?![天面几])")

_Said = tuple[int, int, Days | None]


def find_dates(text: str, today: date) -> list[Found]:
    """Every span of days in `text`. Impossible and open-ended ones have the value None."""
    said = list(day_words(text, today))
    found: list[Found] = []
    while said:
        one = said.pop(0)
        found.append(_with_tail(text, one, said, today))
    return found


def _with_tail(text: str, one: _Said, following: list[_Said], today: date) -> Found:
    """One expression with whatever 到, 和 or 至今 ties to it (taken off `following`)."""
    start, end, days = one
    if days is None:
        return _found(start, end, None, today)
    if until_now := _UNTIL_NOW.match(text, end):
        open_end = Days(days.first, today, Grain.SPAN) if days.first <= today else None
        if following and following[0][0] < until_now.end():
            following.pop(0)
        return _found(start, until_now.end(), open_end, today)
    if before := _BEFORE.match(text, end):
        return _found(start, before.end(), None, today)
    if following:
        between = text[end : following[0][0]]
        if _TO.fullmatch(between):
            _, end, other = following.pop(0)
            return _found(start, end, _span(days, other), today)
        if _AND.fullmatch(between):
            _, end, other = following.pop(0)
            return _found(start, end, _union(days, other), today)
    return _found(start, end, days, today)


def _span(start: Days, end: Days | None) -> Days | None:
    """From one to the other; the end leans on the start: 上个月15号到20号, 12月到1月."""
    if end is None:
        return None
    last = end.last
    if end.grain is Grain.NUMBER:
        month = month_of(start.first)
        day = in_month(month, end.last.day)
        late = day is None or day < start.first
        found = in_month(add_months(month, 1), end.last.day) if late else day
        return None if found is None else Days(start.first, found, Grain.SPAN)
    if end.grain is Grain.WEEKDAY:
        last = start.first + timedelta(days=(last.weekday() - start.first.weekday()) % 7)
    elif end.grain in {Grain.MONTH_DAY, Grain.YEARLESS_MONTH} and start.first.year != last.year:
        last = add_months(last, 12 * (start.first.year - last.year))
        last = add_months(last, 12) if last < start.first else last
        last = month_end(last) if end.grain is Grain.YEARLESS_MONTH else last
    elif end.grain is Grain.MONTH_DAY and last < start.first:
        last = add_months(last, 12)
    return Days(start.first, last, Grain.SPAN) if last >= start.first else None


def _union(one: Days, other: Days | None) -> Days | None:
    """昨天和今天: one span, when no day lies between."""
    if other is None:
        return None
    early, late = (one, other) if one.first <= other.first else (other, one)
    if early.last + timedelta(days=1) < late.first:
        return None
    return Days(early.first, max(early.last, late.last), Grain.SPAN)


def _found(start: int, end: int, days: Days | None, today: date) -> Found:
    if days is None:
        return Found(start, end, SlotKind.DATES, None)
    ahead = _ahead(days, today)
    whole_month = days.grain in {Grain.MONTH, Grain.YEARLESS_MONTH}
    month = f"{days.first:%Y-%m}" if whole_month else ""
    return Found(start, end, SlotKind.DATES, DateRange(days.first, days.last), month, ahead)


def _ahead(days: Days, today: date) -> DateRange | None:
    """The next such day, where a year, month or week was left open and the last one is past."""
    if days.last >= today:
        return None
    first, last = days.first, days.last
    if days.grain is Grain.WEEKDAY:
        week = timedelta(days=7)
        return DateRange(first + week, last + week)
    if days.grain is Grain.NUMBER:
        day = next(
            found
            for months in range(1, 14)
            if (found := in_month(add_months(month_of(first), months), first.day))
            and found >= today
        )
        return DateRange(day, day)
    if days.grain in {Grain.MONTH_DAY, Grain.YEARLESS_MONTH}:
        return DateRange(
            add_months(first, 12),
            month_end(add_months(last, 12)) if first != last else add_months(first, 12),
        )
    return None
