"""Cash products: income credited every day, and money back at once up to a daily cap.

The cap is 10,000 yuan a customer, product and natural day: 银保监发〔2021〕20号 (cash-management
products) and 证监会公告〔2018〕10号 (money funds).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from weiyin.bank import tariffs
from weiyin.bank.service import Office
from weiyin.bank.wealth import dealing, navs
from weiyin.bank.wealth.book import Entry, earn, holder_of, move_cash, move_units
from weiyin.bank.wealth.holders import holders
from weiyin.bank.wealth.lots import Lot, add_lot, lots_of, oldest, take_lots
from weiyin.bank.wealth.navs import Nav
from weiyin.bank.wealth.orders import (
    Order,
    OrderKind,
    OrderState,
    add,
    check_redeem,
    new_order,
)
from weiyin.bank.wealth.shelf import Kind, Product, access_product, products
from weiyin.base.clock import shanghai_midnight
from weiyin.base.errors import NotAllowed
from weiyin.base.money import Money
from weiyin.storage.sql import sql

INCOME = "income"
"""The lot that a holding's income grows."""
_DAY = timedelta(days=1)

_TODAY = sql(
    "SELECT COALESCE(SUM(amount_fen), 0) FROM wealth_orders WHERE customer_no=:customer_no"
    " AND book=:book AND code=:code AND kind='quick' AND day=:day"
)
_INCOME_DAY = sql(
    "SELECT income_day FROM wealth_holdings"
    " WHERE book=:book AND customer_no=:customer_no AND code=:code"
)
_CREDITED = sql(
    "UPDATE wealth_holdings SET income_day=:day"
    " WHERE book=:book AND customer_no=:customer_no AND code=:code"
)


def quick_left(office: Office, customer_no: str, code: str) -> Money:
    """What may still be had at once today."""
    today = office.today
    cap = tariffs.at(office.reader, office.book, "wealth.quick_redeem_fen", today)
    row = office.reader.one(
        _TODAY, book=office.book, customer_no=customer_no, code=code, day=today.isoformat()
    )
    return Money(max(cap - int(row[0] if row else 0), 0))


def redeem_now(office: Office, customer_no: str, code: str, amount: Money) -> Order:
    """Units end and the money is there in one unit of work. Raises NotAllowed("quick_cap") …"""
    product = access_product(office.reader, office.book, code)
    check_quick(office, customer_no, product, amount)
    holder = check_redeem(office, customer_no, product, amount.fen)
    found = lots_of(office.reader, office.book, customer_no, code)
    take_lots(
        office.tx, office.book, customer_no, code, found, oldest(found, amount.fen)
    )  # fmt: skip
    order = replace(
        new_order(office, product, customer_no, holder.account_no, OrderKind.QUICK),
        state=OrderState.PAID, amount=amount, units=amount.fen, day=office.today,
        due=office.today, pays=office.today, cancel_until=office.now, nav_e4=dealing.NAV_ONE,
    )  # fmt: skip
    memo = f"{product.name}快速赎回"
    entry = Entry(f"{order.order_no}:paid", "wealth_paid", memo, office.now)
    paid = ((holder.account_no, amount),)
    move_cash(office, entry, product.custody_no, paid, product.name)
    move_units(
        office, entry, product, holder.units_no, product.issued_no, amount.fen
    )  # fmt: skip
    return add(office, order)


def check_quick(office: Office, customer_no: str, product: Product, amount: Money) -> None:
    if product.terms.kind is not Kind.CASH:
        raise NotAllowed("quick", f"{product.name}不支持快速赎回")
    left = quick_left(office, customer_no, product.code)
    if amount > left:
        raise NotAllowed(
            "quick_cap", f"超过当日快速赎回额度，今日还可快速赎回{left}元，其余请选择普通赎回"
        )


def owed_income(office: Office, _day: date, after: str, room: int) -> Sequence[str]:
    """`code customer` of the holdings of cash products."""
    shelf = products(office.reader, office.book)
    codes = [one.code for one in shelf if one.terms.kind is Kind.CASH]
    return holders(office, codes, after, room)


def credit_income(office: Office, day: date, subject: str) -> int:
    """The income of every published day up to `day`, in units; it stops at a day that is missing.

    Of the units held now: what left before a day was published earns nothing for it.
    """
    code, _, customer_no = subject.partition(" ")
    row = office.reader.one(_INCOME_DAY, book=office.book, customer_no=customer_no, code=code)
    assert row is not None, f"holding {subject} is gone"
    last, done = date.fromisoformat(row[0]), 0
    for nav in navs.between(office.reader, office.book, code, last, day):
        if nav.day != last + _DAY:
            break
        done += _credit(office, customer_no, code, nav)
        last = nav.day
    office.tx.run(
        _CREDITED, book=office.book, customer_no=customer_no, code=code, day=last.isoformat()
    )
    return done


def _credit(office: Office, customer_no: str, code: str, nav: Nav) -> int:
    found = lots_of(office.reader, office.book, customer_no, code)
    units = sum(lot.units for lot in found if lot.day <= nav.day)
    income = dealing.daily_income(units, nav.income_e4)
    holder = holder_of(office.reader, office.book, customer_no, code)
    if not income or holder is None:
        return 0
    product = access_product(office.reader, office.book, code)
    key = f"wi:{code}:{customer_no}:{nav.day}"
    at = shanghai_midnight(nav.day + _DAY)
    entry = Entry(key, "wealth_income", f"{product.name}收益", at)
    move_units(
        office, entry, product, product.issued_no, holder.units_no, income.fen
    )  # fmt: skip
    lot = Lot(INCOME, nav.day + _DAY, income.fen, income)
    add_lot(office.tx, office.book, customer_no, code, lot)
    earn(office, customer_no, code, income)
    return 1
