"""The managers of the demo's products: a net value every trading evening, the same on any machine.

A value goes up or down from the one before by chance, the more the greater the risk, and leans
upwards; a cash product tells its income on every day of the week.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from weiyin.bank.wealth.calendar import is_trading_day
from weiyin.bank.wealth.navs import Nav
from weiyin.bank.wealth.shelf import Kind, Product
from weiyin.base.clock import SHANGHAI
from weiyin.demo.dice import Dice

_EVENING = 20
"""The hour at which the value of the day is out."""
_SWING = {"R1": 2, "R2": 4, "R3": 40, "R4": 90, "R5": 140}
"""Ten-thousandths of a yuan by which a day's value may move, by risk."""
_STEADY, _LEAN = 10, 8
_LEAST_INCOME, _MOST_INCOME = 3_700, 4_200
_DAY = timedelta(days=1)


class DemoManagers:
    """A `NavFeed`."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def following(self, product: Product, newest: Nav, now: datetime) -> tuple[Nav, ...]:
        """Of every day that is out by `now`."""
        return tuple(self._walk(product, newest, now))

    def _walk(self, product: Product, nav: Nav, now: datetime) -> Iterator[Nav]:
        here = now.astimezone(SHANGHAI)
        last = here.date() if here.hour >= _EVENING else here.date() - _DAY
        day = nav.day + _DAY
        while day <= last:
            dice = Dice(self._seed, "nav", product.code, day)
            if product.terms.kind is Kind.CASH:
                yield Nav(day, nav.nav_e4, nav.total_e4, dice.between(_LEAST_INCOME, _MOST_INCOME))
            elif is_trading_day(day):
                swing = _SWING[product.risk]
                low, high = (0, swing) if swing < _STEADY else (-swing, swing + _LEAN)
                moved = dice.between(low, high)
                nav = Nav(day, max(nav.nav_e4 + moved, 1), max(nav.total_e4 + moved, 1))
                yield nav
            day += _DAY
