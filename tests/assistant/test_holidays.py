from __future__ import annotations

from datetime import date

import pytest

from weiyin.assistant.days import find_dates
from weiyin.assistant.holidays import holiday
from weiyin.assistant.intents import SlotKind, SlotSpec
from weiyin.assistant.slots import read, scan
from weiyin.base.dates import DateRange

TODAY = date(2026, 7, 20)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("国庆期间的流水", "2025-10-01", "2025-10-07"),
        ("去年国庆花了多少", "2025-10-01", "2025-10-07"),
        ("春节期间花了多少钱", "2026-02-16", "2026-02-23"),
        ("五一那几天的消费", "2026-05-01", "2026-05-05"),
        ("2025年中秋节", "2025-10-06", "2025-10-06"),
        ("端午节", "2026-06-19", "2026-06-19"),
        ("清明节", "2026-04-05", "2026-04-05"),
        ("元旦", "2026-01-01", "2026-01-01"),
    ],
)
def test_a_holiday_by_name(said: str, first: str, last: str) -> None:
    found = [one.value for one in find_dates(said, TODAY)]
    assert found == [DateRange(date.fromisoformat(first), date.fromisoformat(last))]


@pytest.mark.parametrize(
    ("year", "first"), [(2024, "2024-02-10"), (2025, "2025-01-29"), (2026, "2026-02-17")]
)
def test_the_lunar_year_begins(year: int, first: str) -> None:
    """The first days of the lunar year, from published almanacs."""
    assert holiday("春节", year)[0].toordinal() + 1 == date.fromisoformat(first).toordinal()


@pytest.mark.parametrize("said", ["十一笔", "十一块", "11号"])
def test_eleven_is_not_always_a_holiday(said: str) -> None:
    assert all("10-01" not in str(one.value) for one in find_dates(said, TODAY))


@pytest.mark.parametrize(
    ("said", "past", "ahead"),
    [
        ("12月25日", "2025-12-25", "2026-12-25"),
        ("15号", "2026-07-15", "2026-08-15"),
        ("31号", "2026-05-31", "2026-07-31"),
        ("下个月15号", "2026-08-15", "2026-08-15"),
        ("7月25日", "2025-07-25", "2026-07-25"),
        ("今天", "2026-07-20", "2026-07-20"),
    ],
)
def test_a_day_without_its_year_is_the_next_where_the_slot_looks_ahead(
    said: str, past: str, ahead: str
) -> None:
    found = scan(said, TODAY)
    behind = SlotSpec("day", SlotKind.DATES, "")
    before = SlotSpec("day", SlotKind.DATES, "", ahead=True)
    assert str(read(behind, said, found).first) == past
    assert str(read(before, said, found).first) == ahead
