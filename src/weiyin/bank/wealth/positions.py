"""What a customer holds, at the newest net value, with its profit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from weiyin.bank.wealth import dealing, navs
from weiyin.bank.wealth.lots import lots_of
from weiyin.bank.wealth.navs import Nav
from weiyin.bank.wealth.orders import Order, OrderKind, OrderState, orders_of
from weiyin.bank.wealth.shelf import Kind, Product, products
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_NOTHING = Nav(date.min, dealing.NAV_ONE, dealing.NAV_ONE)
_OPEN_ORDERS = 100

_OF = sql(
    "SELECT h.code, a.credit_fen - a.debit_fen, h.income_fen,"
    " (SELECT COALESCE(SUM(l.cost_fen), 0) FROM wealth_lots l WHERE l.book=h.book"
    " AND l.customer_no=h.customer_no AND l.code=h.code) FROM wealth_holdings h"
    " JOIN ledger_accounts a ON a.book=h.book AND a.no=h.units_no AND a.bucket=0"
    " WHERE h.book=:book AND h.customer_no=:customer_no ORDER BY h.code"
)


@dataclass(frozen=True, slots=True)
class Position:
    """`units` (hundredths) with those on their way out; `incoming` is paid, not confirmed yet.

    `profit` is of what is held now, `total_profit` with all that was realised before.
    """

    code: str
    name: str
    risk: str
    kind: Kind
    units: int
    leaving: int
    incoming: Money
    nav_e4: int
    nav_day: date | None
    value: Money
    cost: Money
    profit: Money
    total_profit: Money
    yesterday: Money
    """What the newest published day brought."""
    next_day: date | None
    """When it matures, or may first be redeemed as a whole; None: now."""


def positions(reader: Reader, book: str, customer_no: str, today: date) -> tuple[Position, ...]:
    """All that is held or on its way in, in the order of the shelf."""
    held = {row[0]: row[1:] for row in reader.all(_OF, book=book, customer_no=customer_no)}
    if not held:
        return ()
    newest = navs.as_of(reader, book, today)
    open_orders = [
        one
        for one in orders_of(reader, book, customer_no, _OPEN_ORDERS)
        if one.state is OrderState.PLACED
    ]
    found = [
        _position(reader, book, customer_no, product, held[product.code], newest, open_orders)
        for product in products(reader, book)
        if product.code in held
    ]
    return tuple(
        replace(one, next_day=None) if one.next_day and one.next_day <= today else one
        for one in found
        if one.units or one.incoming or one.total_profit
    )


def _position(
    reader: Reader, book: str, customer_no: str, product: Product, row: tuple[Any, ...],
    newest: dict[str, Nav], open_orders: list[Order],
) -> Position:  # fmt: skip
    units, income, cost = int(row[0]), Money(int(row[1])), Money(int(row[2]))
    mine = [one for one in open_orders if one.code == product.code]
    leaving = sum(one.units for one in mine if one.kind is OrderKind.REDEEM)
    buying = (one.amount for one in mine if one.kind is OrderKind.BUY)
    nav = newest.get(product.code, _NOTHING)
    value = dealing.value(units + leaving, nav.nav_e4)
    return Position(
        product.code, product.name, product.risk, product.terms.kind, units + leaving, leaving,
        sum(buying, Money.zero()), nav.nav_e4, nav.day if nav is not _NOTHING else None, value,
        cost, value - cost, value - cost + income,
        _yesterday(reader, book, product, units + leaving, nav),
        _next_day(reader, book, customer_no, product),
    )  # fmt: skip


def _yesterday(reader: Reader, book: str, product: Product, units: int, nav: Nav) -> Money:
    if product.terms.kind is Kind.CASH:
        return dealing.daily_income(units, nav.income_e4)
    if nav is _NOTHING:
        return Money.zero()
    before = navs.history(reader, book, product.code, nav.day - timedelta(days=1), 1)
    if not before:
        return Money.zero()
    return dealing.value(units, nav.nav_e4) - dealing.value(units, before[0].nav_e4)


def _next_day(reader: Reader, book: str, customer_no: str, product: Product) -> date | None:
    if product.terms.matures is not None or not product.terms.hold_days:
        return product.terms.matures
    days = [lot.day for lot in lots_of(reader, book, customer_no, product.code)]
    return max(days) + timedelta(days=product.terms.hold_days) if days else None
