from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from weiyin.base.dates import DateRange


def test_a_range_of_days() -> None:
    july = DateRange(date(2026, 7, 1), date(2026, 7, 31))
    assert july.days == 31
    assert date(2026, 7, 31) in july
    assert date(2026, 8, 1) not in july
    assert str(july) == "2026-07-01至2026-07-31"
    assert str(DateRange(july.first, july.first)) == "2026-07-01"
    since, until = july.moments()
    assert since.astimezone(UTC) == datetime(2026, 6, 30, 16, tzinfo=UTC)
    assert until.astimezone(UTC) == datetime(2026, 7, 31, 16, tzinfo=UTC)


def test_a_range_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="before"):
        DateRange(date(2026, 7, 2), date(2026, 7, 1))
