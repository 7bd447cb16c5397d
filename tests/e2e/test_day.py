"""A very small day, from the first push to the last notice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from weiyin.bench.day.hours import HOURS, spread
from weiyin.commands import day


@pytest.mark.parametrize("total", [1, 23, 999, 600_000, 1_000_000])
def test_a_day_loses_nothing_between_its_hours(total: int) -> None:
    counts = spread(total)
    assert sum(counts) == total
    assert all(
        abs(count - total * share / sum(HOURS)) < 1
        for count, share in zip(counts, HOURS, strict=True)
    )


@pytest.mark.slow
def test_a_small_day_is_answered_and_told_whole(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    day.day(0.0002, tmp_path / "day.html", None, json=True)
    found = json.loads(capfdbinary.readouterr().out)
    total = found["total"]
    assert (total["questions"], total["taps"], total["changes"]) == (120, 200, 60)
    assert total["bad"] == 0
    assert sum(hour["pushes"] for hour in found["hours"]) == 120 + 200 + total["follows"]
    assert set(found["deliveries"]) == {"sent"}
    assert found["deliveries"]["sent"] >= 60  # reminders of the day's own among them
    assert sum(found["understood"].values()) == pytest.approx(1, abs=0.001)
    page = (tmp_path / "day.html").read_text("utf-8")
    assert page.count("<rect") == 24 * 5
    assert "600,000" in page
