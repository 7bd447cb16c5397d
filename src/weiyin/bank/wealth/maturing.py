"""The end of closed products, dividends, and the days before which holders are reminded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from weiyin.bank import tariffs
from weiyin.bank.events import CustomerEvent
from weiyin.bank.ledger import find_by_key
from weiyin.bank.service import Office
from weiyin.bank.wealth import dealing
from weiyin.bank.wealth.book import Entry, earn, holder_of, move_cash, move_units
from weiyin.bank.wealth.holders import holders
from weiyin.bank.wealth.lots import lots_of, oldest, ripe, take_lots
from weiyin.bank.wealth.navs import nav_on
from weiyin.bank.wealth.shelf import Product, access_product, products
from weiyin.base.clock import shanghai_midnight
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.storage.outbox import Lane
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

_DAY = timedelta(days=1)

_DECLARED = sql(
    "SELECT code, day FROM wealth_dividends WHERE book=:book AND day>=:since AND day<=:day"
)
_DIVIDEND = sql(
    "SELECT per_unit_e4 FROM wealth_dividends WHERE book=:book AND code=:code AND day=:day"
)
_DECLARE = sql(
    "INSERT INTO wealth_dividends (book, code, day, per_unit_e4) VALUES (:book, :code, :day, :per)"
    " ON CONFLICT (book, code, day) DO NOTHING"
)


def matured(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """`code customer` of what is held of products that have matured by the end of `day`."""
    shelf = products(office.reader, office.book)
    ended = [one.code for one in shelf if one.terms.matures and one.terms.matures <= day]
    return holders(office, ended, after, room)


def pay_out(office: Office, day: date, subject: str) -> int:
    """All units at the net value of the last day; 0 while that is not published."""
    code, _, customer_no = subject.partition(" ")
    product = access_product(office.reader, office.book, code)
    assert product.terms.matures is not None, f"{code} never matures"
    nav = nav_on(office.reader, office.book, code, product.terms.matures)
    holder = holder_of(office.reader, office.book, customer_no, code)
    if nav is None or holder is None:
        return 0
    found = lots_of(office.reader, office.book, customer_no, code)
    units = sum(lot.units for lot in found)
    value = dealing.value(units, nav.nav_e4)
    cost = take_lots(
        office.tx, office.book, customer_no, code, found, oldest(found, units)
    )  # fmt: skip
    at = shanghai_midnight(day + _DAY)
    entry = Entry(f"wm:{subject}", "wealth_paid", f"{product.name}到期兑付", at)
    paid = ((holder.account_no, value),)
    move_cash(office, entry, product.custody_no, paid, product.name)
    move_units(office, entry, product, holder.units_no, product.issued_no, units)
    earn(office, customer_no, code, value - cost)
    return 1


def declare_dividend(tx: Tx, book: str, code: str, day: date, per_unit_e4: int) -> None:
    """Whoever holds units at the end of `day` is paid. What was declared stands."""
    if per_unit_e4 <= 0:
        raise BadInput("dividend", "每份分红须大于零")
    tx.run(_DECLARE, book=book, code=code, day=day.isoformat(), per=per_unit_e4)


def dividends_on(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """`code day customer`; those of the last month, so that a late declaration is paid too."""
    days = {"since": (day - timedelta(days=31)).isoformat(), "day": day.isoformat()}
    declared = office.reader.all(_DECLARED, book=office.book, **days)
    return holders(office, (f"{code} {on}" for code, on in declared), after, room)


def pay_dividend(office: Office, day: date, subject: str) -> int:
    """In cash, once, on the units held; their manager pays."""
    code, declared, customer_no = subject.split(" ")
    key = f"wv:{subject}"
    row = office.reader.one(_DIVIDEND, book=office.book, code=code, day=declared)
    holder = holder_of(office.reader, office.book, customer_no, code)
    if row is None or holder is None or find_by_key(office.reader, office.book, key):
        return 0
    record = date.fromisoformat(declared)
    found = lots_of(office.reader, office.book, customer_no, code)
    units = sum(lot.units for lot in found if lot.day <= record)
    paid = dealing.value(units, int(row[0]))
    if not paid:
        return 0
    product = access_product(office.reader, office.book, code)
    at = shanghai_midnight(day + _DAY)
    entry = Entry(key, "wealth_paid", f"{product.name}分红", at)
    move_cash(office, entry, product.custody_no, ((holder.account_no, paid),), product.name)
    earn(office, customer_no, code, paid)
    return 1


def ending(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Holdings that may have something to be reminded of on the morning after `day`."""
    on = _reminded(office, day)
    terms = {one.code: one.terms for one in products(office.reader, office.book)}
    open_ended = {code for code, one in terms.items() if one.hold_days and one.matures is None}
    maturing = {code for code, one in terms.items() if one.matures == on}
    return holders(office, open_ended | maturing, after, room)


def remind(office: Office, day: date, subject: str) -> int:
    """Of a product that matures, or of units whose least holding ends, in so many days."""
    code, _, customer_no = subject.partition(" ")
    product = access_product(office.reader, office.book, code)
    on = _reminded(office, day)
    if product.terms.matures == on:
        _tell(office, customer_no, product, on, "wealth_maturing", "理财即将到期", "到期日")
        return 1
    found = lots_of(office.reader, office.book, customer_no, code)
    hold = product.terms.hold_days
    opening = ripe(found, hold, on) - ripe(found, hold, on - _DAY)
    if not opening:
        return 0
    units = ("可赎回份额", f"{Money(opening)}份")
    _tell(office, customer_no, product, on, "wealth_window", "理财即将可赎", "可赎回日", units)
    return 1


def _reminded(office: Office, day: date) -> date:
    ahead = tariffs.at(office.reader, office.book, "wealth.remind_days", day)
    return day + timedelta(days=1 + ahead)


def _tell(
    office: Office, customer_no: str, product: Product, on: date, kind: str, title: str,
    label: str, *more: tuple[str, str],
) -> None:  # fmt: skip
    office.tell(
        CustomerEvent(
            book=office.book,
            customer_no=customer_no,
            kind=kind,
            title=title,
            facts=(("产品", product.name), (label, on.isoformat()), *more),
            at=office.now,
            key=f"{kind}:{product.code}:{customer_no}:{on}",
            lane=Lane.REMINDER,
            path="/p/f/wealth_holdings",
        )
    )
