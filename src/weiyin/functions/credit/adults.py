"""Old enough for a card of one's own, by the resident identity number."""

from __future__ import annotations

from datetime import date, datetime

from weiyin.base.clock import shanghai_day
from weiyin.base.errors import BadInput

_AGE = 18


def check_adult(id_number: str, now: datetime) -> None:
    """Raises BadInput("id_number") for an impossible birthday or somebody under 18."""
    digits, today = id_number[6:14], shanghai_day(now)
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise BadInput("id_number", "身份证号有误，请核对") from error
    came_of_age = (born.year + _AGE, born.month, born.day)
    if came_of_age > (today.year, today.month, today.day):
        raise BadInput("id_number", "须年满18周岁才能申请，请核对身份证号")
