"""Confirmation: an order of T at the net value of T, and redeemed money paid out on its day.

Done in the night before the day it is due, by the daily close; while the net value of T is not
published the order waits for the next close.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from weiyin.bank.service import Office
from weiyin.bank.wealth import dealing
from weiyin.bank.wealth.book import Entry, earn, fees_of, holder_of, move_cash, move_units
from weiyin.bank.wealth.lots import Lot, add_lot, lots_of, oldest, take_lots
from weiyin.bank.wealth.navs import nav_on
from weiyin.bank.wealth.orders import Order, OrderKind, OrderState, find_order, save
from weiyin.bank.wealth.shelf import Kind, Product, access_product
from weiyin.base.clock import shanghai_midnight
from weiyin.storage.sql import sql

_NEXT = timedelta(days=1)

_DUE = sql(
    "SELECT order_no FROM wealth_orders WHERE state IN ('placed', 'confirmed') AND book=:book"
    " AND order_no>:after AND ((state='placed' AND due<=:day)"
    " OR (state='confirmed' AND kind='redeem' AND pays<=:day))"
    " ORDER BY order_no LIMIT CAST(:room AS INTEGER)"
)


def due_on(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Numbers of the orders that something happens to in the night after `day`."""
    morning = (day + _NEXT).isoformat()
    rows = office.reader.all(_DUE, book=office.book, day=morning, after=after, room=room)
    return [no for (no,) in rows]


def settle(office: Office, day: date, order_no: str) -> int:
    """Take the order as far as it may come by the morning after `day`; how many steps."""
    order = find_order(office.reader, office.book, order_no)
    assert order is not None, f"order {order_no} is gone"
    product = access_product(office.reader, office.book, order.code)
    morning = day + _NEXT
    at, steps = max(shanghai_midnight(morning), order.at), 0
    if order.state is OrderState.PLACED and order.due <= morning:
        nav_e4 = _nav_of(office, product, order)
        if nav_e4 is None:
            return 0
        confirm = _confirm_buy if order.kind is OrderKind.BUY else _confirm_redeem
        order, steps = confirm(office, product, order, nav_e4, at), 1
    if _is_payable(order, morning):
        _pay(office, product, order, at)
        steps += 1
    return steps


def _is_payable(order: Order, morning: date) -> bool:
    redeemed = order.kind is OrderKind.REDEEM and order.state is OrderState.CONFIRMED
    return redeemed and order.pays <= morning


def _nav_of(office: Office, product: Product, order: Order) -> int | None:
    if product.terms.kind is Kind.CASH or product.terms.starts is not None:
        return dealing.NAV_ONE
    found = nav_on(office.reader, office.book, product.code, order.day)
    return None if found is None else found.nav_e4


def _confirm_buy(
    office: Office, product: Product, order: Order, nav_e4: int, at: datetime
) -> Order:
    """Money goes on to the manager and the fee to the bank; units are issued for the net."""
    rate = dealing.rate_of(product.terms.buy_fees, order.amount.fen)
    bought = dealing.buy(order.amount, rate, nav_e4)
    holder = holder_of(office.reader, office.book, order.customer_no, order.code)
    assert holder is not None, f"order {order.order_no} has nowhere to put its units"
    entry = Entry(f"{order.order_no}:confirm", "wealth_confirm", f"确认 {product.name}", at)
    shares = ((product.custody_no, bought.net), *fees_of(bought.fee))
    move_cash(office, entry, product.transit_no, shares, product.name)
    move_units(office, entry, product, product.issued_no, holder.units_no, bought.units)
    lot = Lot(order.order_no, order.due, bought.units, order.amount)
    add_lot(office.tx, office.book, order.customer_no, order.code, lot)
    done = replace(
        order, state=OrderState.CONFIRMED, units=bought.units, nav_e4=nav_e4, fee=bought.fee
    )
    return save(office, order, done)


def _confirm_redeem(
    office: Office, product: Product, order: Order, nav_e4: int, at: datetime
) -> Order:
    """Units end; their value leaves the manager, less the fee, and waits for its day."""
    found = lots_of(office.reader, office.book, order.customer_no, order.code)
    taken = oldest(found, order.units)
    steps = product.terms.redeem_fees
    parts = [(lot.units, dealing.rate_of(steps, (order.day - lot.day).days)) for lot in taken]
    redeemed = dealing.redeem(parts, nav_e4)
    cost = take_lots(office.tx, office.book, order.customer_no, order.code, found, taken)
    entry = Entry(f"{order.order_no}:confirm", "wealth_confirm", f"确认赎回 {product.name}", at)
    shares = ((product.transit_no, redeemed.paid), *fees_of(redeemed.fee))
    move_cash(office, entry, product.custody_no, shares, product.name)
    move_units(office, entry, product, product.leaving_no, product.issued_no, order.units)
    earn(office, order.customer_no, order.code, redeemed.paid - cost)
    done = replace(
        order, state=OrderState.CONFIRMED, amount=redeemed.paid, nav_e4=nav_e4, fee=redeemed.fee
    )
    return save(office, order, done)


def _pay(office: Office, product: Product, order: Order, at: datetime) -> Order:
    entry = Entry(f"{order.order_no}:paid", "wealth_paid", f"{product.name}赎回到账", at)
    paid = ((order.account_no, order.amount),)
    move_cash(office, entry, product.transit_no, paid, product.name)
    return save(office, order, replace(order, state=OrderState.PAID))
