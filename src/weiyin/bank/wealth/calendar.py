"""Trading days, and the day an order belongs to.

A trading day is a weekday that is no statutory holiday: the exchanges stay closed on the weekends
that offices make up for. An order given by the cut-off (15:00 as a rule) of a trading day belongs
to it (T); a later one to the next. T+n counts trading days.

Source of the rule: 《公开募集证券投资基金销售机构监督管理办法》 and the prospectuses' usual wording
(common knowledge; the cut-off is the dated setting `wealth.cutoff`).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from weiyin.base.clock import SHANGHAI
from weiyin.base.holidays import HOLIDAYS

_DAY = timedelta(days=1)


def is_trading_day(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def on_or_after(day: date) -> date:
    """The first trading day from `day` on."""
    while not is_trading_day(day):
        day += _DAY
    return day


def later(day: date, count: int) -> date:
    """The `count`-th trading day after `day`; `day` itself for 0."""
    for _ in range(count):
        day = on_or_after(day + _DAY)
    return day


def dealing_day(moment: datetime, cutoff: time) -> date:
    """T of an order given at `moment`: in time is up to, not at, the cut-off."""
    here = moment.astimezone(SHANGHAI)
    today = here.date()
    in_time = is_trading_day(today) and here.time() < cutoff
    return today if in_time else on_or_after(today + _DAY)


def cutoff_of(day: date, cutoff: time) -> datetime:
    """The moment at which the orders of `day` are closed."""
    return datetime.combine(day, cutoff, SHANGHAI)
