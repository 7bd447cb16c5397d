"""Orders to buy and to redeem: placed, cancelled while their day is open, found again.

Buying takes the money at once, into the product's transit account; redeeming takes the units at
once, into its account of leaving units. `confirming.py` ends both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from weiyin.bank import tariffs
from weiyin.bank.service import Office
from weiyin.bank.spending import check_amount, check_owner
from weiyin.bank.wealth import calendar
from weiyin.bank.wealth.book import Entry, Holder, holder_of, move_cash, move_units, open_holder
from weiyin.bank.wealth.lots import lots_of, ripe
from weiyin.bank.wealth.shelf import Product, access_product
from weiyin.bank.wealth.suitability import check_suitable
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.ids import row_id
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_COLUMNS = (
    "order_no, customer_no, account_no, code, kind, state, amount_fen, units, day, due, pays,"
    " at_us, cancel_us, nav_e4, fee_fen, plan_no"
)
_ADD = sql(
    f"INSERT INTO wealth_orders (book, {_COLUMNS}) VALUES (:book, :order_no, :customer_no,"
    " :account_no, :code, :kind, :state, :amount_fen, :units, :day, :due, :pays, :at_us,"
    " :cancel_us, :nav_e4, :fee_fen, :plan_no)"
)
_FIND = sql(f"SELECT {_COLUMNS} FROM wealth_orders WHERE book=:book AND order_no=:order_no")
_OF = sql(
    f"SELECT {_COLUMNS} FROM wealth_orders WHERE customer_no=:customer_no AND book=:book"
    " ORDER BY order_no DESC LIMIT CAST(:room AS INTEGER)"
)
_PENDING = sql(
    "SELECT COALESCE(SUM(units), 0) FROM wealth_orders WHERE customer_no=:customer_no"
    " AND book=:book AND code=:code AND kind='redeem' AND state='placed'"
)
_SAVE = sql(
    "UPDATE wealth_orders SET state=:state, amount_fen=:amount_fen, units=:units, nav_e4=:nav_e4,"
    " fee_fen=:fee_fen WHERE book=:book AND order_no=:order_no AND state=:was"
)


class OrderKind(StrEnum):
    BUY = "buy"
    REDEEM = "redeem"
    QUICK = "quick"
    """A cash product redeemed and paid at once."""


class OrderState(StrEnum):
    PLACED = "placed"
    CONFIRMED = "confirmed"
    """Units are settled; of a redemption, the money is on its way."""
    PAID = "paid"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Order:
    """Buying, `amount` is paid and `units` come with the confirmation; redeeming, the other way.

    `day` is T; `due` and `pays` are days by whose morning it is confirmed, and paid out.
    """

    order_no: str
    customer_no: str
    account_no: str
    code: str
    kind: OrderKind
    state: OrderState
    amount: Money
    units: int
    day: date
    due: date
    pays: date
    at: datetime
    cancel_until: datetime
    nav_e4: int
    fee: Money
    plan_no: str = ""


def cutoff(office: Office) -> time:
    """Of a trading day, in Shanghai."""
    words = tariffs.words_at(office.reader, office.book, "wealth.cutoff", office.today)
    return time.fromisoformat(words)


def buy(
    office: Office, customer_no: str, account_no: str, code: str, amount: Money, plan_no: str = ""
) -> Order:
    """Raises NotAllowed (risk_test, risk, window, funds …), BadInput, NotFound."""
    product = access_product(office.reader, office.book, code)
    check_buy(office, customer_no, account_no, product, amount)
    placed = new_order(office, product, customer_no, account_no, OrderKind.BUY, plan_no)
    placed = replace(placed, amount=amount)
    entry = Entry(f"{placed.order_no}:buy", "wealth_buy", f"购买{product.name}", office.now)
    move_cash(office, entry, account_no, ((product.transit_no, amount),), product.name)
    open_holder(office, customer_no, product, account_no)
    return add(office, placed)


def check_buy(
    office: Office, customer_no: str, account_no: str, product: Product, amount: Money
) -> None:
    """All that must hold before money is taken, whichever way the order came in."""
    check_amount(amount)
    check_suitable(office, customer_no, product)
    product.check_on_sale(office.today)
    held = lots_of(office.reader, office.book, customer_no, product.code)
    product.check_amount(amount, more=bool(held))
    check_owner(office.reader, office.book, customer_no, account_no)


def redeem(office: Office, customer_no: str, code: str, units: int) -> Order:
    """`units` in hundredths. Raises NotAllowed (closed_period, units), BadInput, NotFound."""
    product = access_product(office.reader, office.book, code)
    holder = check_redeem(office, customer_no, product, units)
    placed = new_order(office, product, customer_no, holder.account_no, OrderKind.REDEEM)
    placed = replace(placed, units=units)
    entry = Entry(f"{placed.order_no}:redeem", "wealth_redeem", f"赎回{product.name}", office.now)
    move_units(office, entry, product, holder.units_no, product.leaving_no, units)
    return add(office, placed)


def check_held(office: Office, customer_no: str, product: Product) -> Holder:
    """Raises NotFound."""
    holder = holder_of(office.reader, office.book, customer_no, product.code)
    if holder is None:
        raise NotFound(f"holding {product.code}", heard="您没有持有该产品")
    return holder


def check_redeem(office: Office, customer_no: str, product: Product, units: int) -> Holder:
    holder = check_held(office, customer_no, product)
    if units <= 0:
        raise BadInput("units", "赎回份额须大于零")
    if product.terms.matures is not None:
        raise NotAllowed(
            "closed_period", f"{product.name}为封闭产品，{product.terms.matures}到期后自动兑付"
        )
    free = redeemable(office, customer_no, product)
    if units > free:
        raise NotAllowed("units", _too_many(product, free))
    return holder


def redeemable(office: Office, customer_no: str, product: Product) -> int:
    """Units (hundredths) held long enough, and not in an order already."""
    found = lots_of(office.reader, office.book, customer_no, product.code)
    return ripe(found, product.terms.hold_days, office.today) - leaving(
        office.reader, office.book, customer_no, product.code
    )


def leaving(reader: Reader, book: str, customer_no: str, code: str) -> int:
    row = reader.one(_PENDING, book=book, customer_no=customer_no, code=code)
    return 0 if row is None else int(row[0])


def cancel(office: Office, customer_no: str, order_no: str) -> Order:
    """Money or units come back whole. Raises NotFound, NotAllowed("cancel") after its time."""
    found = access_order(office.reader, office.book, customer_no, order_no)
    if found.state is not OrderState.PLACED:
        raise NotAllowed("cancel", "该委托已确认或已撤销，不能撤单")
    if office.now >= found.cancel_until:
        raise NotAllowed("cancel", "已过撤单时间，委托将按规则确认，确认后可再办理赎回")
    product = access_product(office.reader, office.book, found.code)
    entry = Entry(f"{order_no}:cancel", "wealth_cancel", f"撤单 {product.name}", office.now)
    if found.kind is OrderKind.BUY:
        back = ((found.account_no, found.amount),)
        move_cash(office, entry, product.transit_no, back, product.name)
    else:
        holder = holder_of(office.reader, office.book, customer_no, found.code)
        assert holder is not None, f"order {order_no} redeems what is not held"
        move_units(
            office, entry, product, product.leaving_no, holder.units_no, found.units
        )  # fmt: skip
    return save(office, found, replace(found, state=OrderState.CANCELLED))


def access_order(reader: Reader, book: str, customer_no: str, order_no: str) -> Order:
    """One of this customer. Raises the same NotFound for another's and for none."""
    found = find_order(reader, book, order_no)
    if found is None or found.customer_no != customer_no:
        raise NotFound(f"order {order_no}", heard="没有找到这笔委托")
    return found


def find_order(reader: Reader, book: str, order_no: str) -> Order | None:
    row = reader.one(_FIND, book=book, order_no=order_no)
    return None if row is None else _order(row)


def orders_of(reader: Reader, book: str, customer_no: str, room: int) -> tuple[Order, ...]:
    """The newest first."""
    return tuple(map(_order, reader.all(_OF, book=book, customer_no=customer_no, room=room)))


def save(office: Office, was: Order, now: Order) -> Order:
    """The order as it now stands; an order never takes the same step twice."""
    saved = office.tx.run(
        _SAVE, book=office.book, order_no=was.order_no, was=was.state, state=now.state,
        amount_fen=now.amount.fen, units=now.units, nav_e4=now.nav_e4, fee_fen=now.fee.fen,
    )  # fmt: skip
    assert saved == 1, f"order {was.order_no} took a step twice"
    return now


@dataclass(frozen=True, slots=True)
class Days:
    """The days that an order goes through; see `Order`."""

    day: date
    due: date
    pays: date
    cancel_until: datetime


def days_of(office: Office, product: Product, kind: OrderKind) -> Days:
    """Of an order given now. While a purchase cools off it does not count yet."""
    terms, ends = product.terms, cutoff(office)
    counts_from = office.now
    if kind is OrderKind.BUY:
        counts_from += timedelta(hours=terms.cooling_hours)
    day = calendar.dealing_day(counts_from, ends)
    due = calendar.later(day, terms.buy_days)
    pays = calendar.later(day, terms.pay_days) if kind is OrderKind.REDEEM else due
    until = calendar.cutoff_of(day, ends)
    if terms.starts is not None and terms.closes is not None:
        day = due = pays = terms.starts
        until = max(until, calendar.cutoff_of(terms.closes, ends))
    return Days(day, due, pays, until)


def new_order(
    office: Office, product: Product, customer_no: str, account_no: str, kind: OrderKind,
    plan_no: str = "",
) -> Order:  # fmt: skip
    """An order of now, of nothing yet, not kept yet."""
    days = days_of(office, product, kind)
    return Order(
        row_id(office.now, office.rng), customer_no, account_no, product.code, kind,
        OrderState.PLACED, Money.zero(), 0, days.day, days.due, days.pays, office.now,
        days.cancel_until, 0, Money.zero(), plan_no,
    )  # fmt: skip


def add(office: Office, order: Order) -> Order:
    office.tx.run(
        _ADD, book=office.book, order_no=order.order_no, customer_no=order.customer_no,
        account_no=order.account_no, code=order.code, kind=order.kind, state=order.state,
        amount_fen=order.amount.fen, units=order.units, day=order.day.isoformat(),
        due=order.due.isoformat(), pays=order.pays.isoformat(), at_us=to_us(order.at),
        cancel_us=to_us(order.cancel_until), nav_e4=order.nav_e4, fee_fen=order.fee.fen,
        plan_no=order.plan_no,
    )  # fmt: skip
    return order


def _too_many(product: Product, free: int) -> str:
    hold = product.terms.hold_days
    why = f"（最短持有{hold}天）" if hold else ""
    return f"可赎回份额{why}为{Money(max(free, 0))}份，请调整赎回份额"


def _order(row: tuple[Any, ...]) -> Order:
    (
        no, customer_no, account_no, code, kind, state, fen, units, day, due, pays, at_us,
        cancel_us, nav, fee, plan_no,
    ) = row  # fmt: skip
    return Order(
        no, customer_no, account_no, code, OrderKind(kind), OrderState(state), Money(int(fen)),
        int(units), date.fromisoformat(day), date.fromisoformat(due), date.fromisoformat(pays),
        from_us(at_us), from_us(cancel_us), int(nav), Money(int(fee)), plan_no,
    )  # fmt: skip
