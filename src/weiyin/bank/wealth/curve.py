"""The curve of a holding: what the units held today were worth on each published day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from weiyin.bank.wealth import dealing, navs
from weiyin.bank.wealth.lots import lots_of
from weiyin.bank.wealth.shelf import Product
from weiyin.base.money import Money
from weiyin.storage.store import Reader


@dataclass(frozen=True, slots=True)
class CurvePoint:
    day: date
    value: Money


def curve(
    reader: Reader, book: str, customer_no: str, products: Iterable[Product], until: date, days: int
) -> tuple[CurvePoint, ...]:
    """Of the last `days` days on which any of them was published, oldest first.

    On a day without a value of its own a product stands at the last one before it.
    """
    series = [_series(reader, book, customer_no, one, until, days) for one in products]
    known = sorted({day for one in series for day in one})[-days:]
    first = until - timedelta(days=2 * days)
    return tuple(
        CurvePoint(day, sum((_at(one, day) for one in series), Money.zero()))
        for day in known
        if day >= first and any(one.get(day) for one in series)
    )


def _series(
    reader: Reader, book: str, customer_no: str, product: Product, until: date, days: int
) -> dict[date, Money]:
    lots = lots_of(reader, book, customer_no, product.code)
    if not lots:
        return {}
    values: dict[date, Money] = {}
    for nav in navs.history(reader, book, product.code, until, days):
        units = sum(lot.units for lot in lots if lot.day <= nav.day)
        values[nav.day] = dealing.value(units, nav.nav_e4)
    return values


def _at(series: dict[date, Money], day: date) -> Money:
    before = [known for known in series if known <= day]
    return series[max(before)] if before else Money.zero()
