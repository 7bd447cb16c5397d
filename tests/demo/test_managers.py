"""The net values of the running demo: out in the evening, once, the same however they are asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.house.made import House
from weiyin.bank.wealth.calendar import is_trading_day
from weiyin.bank.wealth.feed import do_nav_chores
from weiyin.bank.wealth.navs import Nav, between, nav_on
from weiyin.bank.wealth.shelf import products
from weiyin.base.clock import SHANGHAI
from weiyin.demo.managers import DemoManagers

_ISSUED = date(2026, 7, 10)
_NOW = datetime(2026, 8, 7, 20, 0, tzinfo=SHANGHAI)


def test_in_pieces_or_at_once_the_values_are_the_same(house: House) -> None:
    managers, first = DemoManagers(7), Nav(_ISSUED, 10_000, 10_000)
    for product in house.books.read(lambda reader: products(reader, house.core.book)):
        whole = managers.following(product, first, _NOW)
        pieces: list[Nav] = []
        for days in range(30):
            newest = pieces[-1] if pieces else first
            pieces += managers.following(product, newest, _NOW - timedelta(days=29 - days))
        assert tuple(pieces) == whole
        assert whole[-1].day == _NOW.date()
        daily = product.terms.kind == "cash"
        assert all(daily or is_trading_day(one.day) for one in whole)
        early = managers.following(product, first, _NOW - timedelta(minutes=1))
        assert early == whole[:-1]


def test_taken_over_by_the_minute_and_never_changed(house: House) -> None:
    house.clock.set(datetime(2026, 7, 20, 19, 59, tzinfo=SHANGHAI))
    book = house.core.book
    assert do_nav_chores(house.books, house.core, None) == 0
    assert do_nav_chores(house.books, house.core, DemoManagers(7)) == 0
    house.clock.advance(timedelta(minutes=1))
    assert do_nav_chores(house.books, house.core, DemoManagers(7)) > 0
    told = house.books.read(lambda reader: nav_on(reader, book, "F1", date(2026, 7, 20)))
    assert told is not None
    assert do_nav_chores(house.books, house.core, DemoManagers(8)) == 0
    house.clock.advance(timedelta(days=4))
    do_nav_chores(house.books, house.core, DemoManagers(7))
    days = house.books.read(
        lambda reader: between(reader, book, "F1", date(2026, 7, 19), date(2026, 7, 24))
    )
    assert len(days) == 5
    assert days[0] == told
