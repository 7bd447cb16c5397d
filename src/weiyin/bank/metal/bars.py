"""实物贵金属: bars and coins paid for now and fetched at a branch some days later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from weiyin.bank.batch import Batch
from weiyin.bank.house import ensure_house
from weiyin.bank.ledger import post
from weiyin.bank.parties import Parties
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.quotes.quote import check_agreed, fen_of, fresh_quote
from weiyin.bank.service import Office
from weiyin.bank.spending import check_payer
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

OWED = "H-METAL-BARS"
"""What is owed to customers in bars that they have paid for."""
DAYS = 5
"""From the order to the day on which it can be fetched."""
MOST = 10

_BAR = "SELECT sku, name, symbol, grams, premium_fen, stock FROM metal_bars WHERE book=:book"
_ALL = sql(f"{_BAR} ORDER BY place, sku")
_FIND = sql(f"{_BAR} AND sku=:sku")
_PUT = sql(
    "INSERT INTO metal_bars (book, sku, name, symbol, grams, premium_fen, stock, place)"
    " VALUES (:book, :sku, :name, :symbol, :grams, :premium_fen, :stock, :place)"
    " ON CONFLICT (book, sku) DO UPDATE SET name=excluded.name, symbol=excluded.symbol,"
    " grams=excluded.grams, premium_fen=excluded.premium_fen, stock=excluded.stock,"
    " place=excluded.place"
)
_TAKE = sql(
    "UPDATE metal_bars SET stock=stock-:quantity WHERE book=:book AND sku=:sku AND stock>=:quantity"
)
_ADD = sql(
    "INSERT INTO metal_orders (book, order_no, customer_no, sku, name, quantity, amount_fen,"
    " place_name, ready_day, at_us) VALUES (:book, :order_no, :customer_no, :sku, :name,"
    " :quantity, :amount_fen, :place_name, :ready_day, :at_us)"
)
_OF = sql(
    "SELECT order_no, name, quantity, amount_fen, place_name, ready_day, at_us FROM metal_orders"
    " WHERE customer_no=:customer_no AND book=:book ORDER BY at_us DESC LIMIT 20"
)


@dataclass(frozen=True, slots=True)
class Bar:
    """`grams`: ten-thousandths of a gram. `premium`: making and packing, a piece."""

    sku: str
    name: str
    symbol: str
    grams: int
    premium: Money
    stock: int


@dataclass(frozen=True, slots=True)
class BarOffer:
    """`price`: a gram of the metal, as `Quote` counts; `total` for all pieces."""

    bar: Bar
    quantity: int
    price: int
    total: Money
    ready: date


@dataclass(frozen=True, slots=True)
class BarOrder:
    order_no: str
    name: str
    quantity: int
    amount: Money
    place: str
    ready: date
    at: datetime


def bars(reader: Reader, book: str) -> tuple[Bar, ...]:
    """In the order in which the bank shows them."""
    return tuple(map(_bar, reader.all(_ALL, book=book)))


def list_bars(tx: Tx, book: str, shelf: Sequence[Bar]) -> None:
    """Put them on the shelf in this order; a known one is changed, its stock counted anew."""
    for place, one in enumerate(shelf):
        tx.run(
            _PUT, book=book, sku=one.sku, name=one.name, symbol=one.symbol, grams=one.grams,
            premium_fen=one.premium.fen, stock=one.stock, place=place,
        )  # fmt: skip


def offer_bars(office: Office, sku: str, quantity: int) -> BarOffer:
    """At the price of now. Raises BadInput, NotFound, NotAllowed (`stock`, `stale`)."""
    if not 1 <= quantity <= MOST:
        raise BadInput("quantity", f"每次可订 1 至 {MOST} 件")
    row = office.reader.one(_FIND, book=office.book, sku=sku)
    if row is None:
        raise NotFound(f"bar {sku}", heard="没有这款贵金属产品")
    bar = _bar(row)
    if bar.stock < quantity:
        raise NotAllowed("stock", f"{bar.name}库存不足，当前剩 {bar.stock} 件")
    price = fresh_quote(office, bar.symbol).ask
    return BarOffer(bar, quantity, price, _total(bar, quantity, price), _ready(office))


def order_bars(
    office: Office, key: str, customer_no: str, account_no: str, sku: str, quantity: int,
    place: str, agreed: int,
) -> BarOrder:  # fmt: skip
    """Pay and set aside. Raises Conflict when the price has moved away from the `agreed` one."""
    offer = offer_bars(office, sku, quantity)
    check_agreed(office, offer.price, agreed)
    batch = Batch(office.reader, office.book)
    batch.load([key], [account_no])
    check_payer(batch.account(account_no), customer_no)
    parties = Parties(office.reader, office.book, [customer_no], office.today)
    parties.get(customer_no).judge_standing()
    if not office.tx.run(_TAKE, book=office.book, sku=sku, quantity=quantity):
        raise NotAllowed("stock", f"{offer.bar.name}库存不足")
    total = _total(offer.bar, quantity, agreed)
    ensure_house(office.tx, office.book, OWED, office.now)
    legs = (Leg(account_no, -total.fen, other="实物贵金属"), Leg(OWED, total.fen))
    post(
        office.tx, office.book,
        Posting(key=key, kind="metal_bars", at=office.now, memo=offer.bar.name, legs=legs),
        office.rng, quiet=office.quiet,
    )  # fmt: skip
    office.tx.run(
        _ADD, book=office.book, order_no=key, customer_no=customer_no, sku=sku,
        name=offer.bar.name, quantity=quantity, amount_fen=total.fen, place_name=place,
        ready_day=offer.ready.isoformat(), at_us=to_us(office.now),
    )  # fmt: skip
    return BarOrder(key, offer.bar.name, quantity, total, place, offer.ready, office.now)


def orders_of(office: Office, customer_no: str) -> tuple[BarOrder, ...]:
    """Newest first."""
    rows = office.reader.all(_OF, book=office.book, customer_no=customer_no)
    return tuple(
        BarOrder(no, name, n, Money(fen), place, date.fromisoformat(day), from_us(at_us))
        for no, name, n, fen, place, day, at_us in rows
    )


def _total(bar: Bar, quantity: int, price: int) -> Money:
    return Money(fen_of(bar.grams, price) + bar.premium.fen).times(quantity)


def _ready(office: Office) -> date:
    return office.today + timedelta(days=DAYS)


def _bar(row: tuple[Any, ...]) -> Bar:
    sku, name, symbol, grams, premium, stock = row
    return Bar(sku, name, symbol, grams, Money(premium), stock)
