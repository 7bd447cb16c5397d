"""What the tests of wealth products share."""

from __future__ import annotations

from datetime import date, timedelta

from tests.house.made import House
from tests.house.wealth import publish_navs
from weiyin.bank.close.machine import close_day
from weiyin.base.clock import shanghai_day, shanghai_midnight

BALANCED = {
    "a1": "4", "a2": "2", "a3": "3", "a4": "2", "a5": "3", "a6": "2", "a7": "2", "a8": "2",
    "a9": "2", "a10": "2", "consent": "yes",
}  # fmt: skip
"""Answers of 9 + 4 + 7 + 5 + 8 + 4 + 4 + 4 + 4 + 4 = 53 points: C3."""
CAUTIOUS = BALANCED | {"a9": "1"}
"""Cannot bear any loss: C1."""


def graded(house: House, openid: str, answers: dict[str, str] = BALANCED) -> None:
    done = house.fill(openid, "risk_assessment", **answers)
    assert done.status == "ok", done


def to_morning(house: House, day: date) -> None:
    """Nine in the morning of `day`, with every day before it published and closed."""
    while (today := shanghai_day(house.clock.now())) < day:
        house.books.run(lambda tx, today=today: publish_navs(tx, house.core, today, today))
        house.clock.set(shanghai_midnight(today + timedelta(days=1)).replace(hour=9))
        close_day(house.books, house.core, today)
