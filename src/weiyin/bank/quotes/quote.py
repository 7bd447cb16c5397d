"""A quote: what one lot of a symbol costs, and what the bank gives for it.

Prices count ten-thousandths of a yuan for one lot: a hundred units of a currency, one gram of a
metal. Quantities count ten-thousandths of a lot: so hundredths of a currency's unit, and
ten-thousandths of a gram. For both, then, fen = quantity × price ÷ 1,000,000.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from weiyin.bank import tariffs
from weiyin.bank.service import Office
from weiyin.base.clock import from_us, shanghai_midnight, to_us
from weiyin.base.errors import Conflict, NotAllowed, NotFound
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

CURRENCIES = {
    "USD": "美元", "EUR": "欧元", "HKD": "港币", "JPY": "日元", "GBP": "英镑", "AUD": "澳大利亚元",
    "CAD": "加拿大元", "SGD": "新加坡元", "CHF": "瑞士法郎",
}  # fmt: skip
METALS = {"XAU": "黄金", "XAG": "白银"}
NAMES = {**CURRENCIES, **METALS}
PER_FEN = 1_000_000
_SLOT_US = 10 * 60 * 1_000_000
"""Of the course of a day one price is kept every ten minutes."""
_DAYS_KEPT = 7

_PUT = sql(
    "INSERT INTO market_quotes (book, symbol, bid, ask, middle, cash_bid, at_us)"
    " VALUES (:book, :symbol, :bid, :ask, :middle, :cash_bid, :at_us)"
    " ON CONFLICT (book, symbol) DO UPDATE SET bid=excluded.bid, ask=excluded.ask,"
    " middle=excluded.middle, cash_bid=excluded.cash_bid, at_us=excluded.at_us"
    " WHERE market_quotes.at_us<=excluded.at_us"
)
_POINT = sql(
    "INSERT INTO market_points (book, symbol, slot_us, middle)"
    " VALUES (:book, :symbol, :slot_us, :middle) ON CONFLICT (book, symbol, slot_us) DO NOTHING"
)
_FORGET = sql("DELETE FROM market_points WHERE book=:book AND slot_us<:before_us")
_ALL = sql(
    "SELECT symbol, bid, ask, middle, cash_bid, at_us FROM market_quotes WHERE book=:book"
    " ORDER BY symbol"
)
_FIND = sql(
    "SELECT symbol, bid, ask, middle, cash_bid, at_us FROM market_quotes WHERE book=:book"
    " AND symbol=:symbol"
)
_POINTS = sql(
    "SELECT slot_us, middle FROM market_points WHERE book=:book AND symbol=:symbol"
    " AND slot_us>=:since_us ORDER BY slot_us"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """`bid`: the bank buys. `ask`: it sells. `cash_bid`: it buys notes (of a metal as `bid`)."""

    symbol: str
    bid: int
    ask: int
    middle: int
    cash_bid: int
    at: datetime


class QuoteFeed(Protocol):
    """Where quotes come from: asked every minute or so."""

    def quotes(self, now: datetime) -> Sequence[Quote]:
        """The latest of every symbol."""
        ...


def price_words(price: int) -> str:
    """7152300 → `715.23`; four decimals when there are any."""
    yuan, rest = divmod(price, 10_000)
    parts = f"{rest:04d}"
    return f"{yuan:,}.{parts if parts[2:] != '00' else parts[:2]}"


def fen_of(quantity: int, price: int) -> int:
    """What so much costs, half a fen up."""
    return (2 * quantity * price + PER_FEN) // (2 * PER_FEN)


def quantity_for(fen: int, price: int) -> int:
    """How much is got for so many fen, rounded down."""
    return fen * PER_FEN // price


def put_quotes(office: Office, quotes: Sequence[Quote]) -> None:
    """Take what a feed told: an older quote never replaces a newer one."""
    for one in quotes:
        assert 0 < one.bid <= one.middle <= one.ask, f"{one.symbol} is crossed"
        office.tx.run(
            _PUT, book=office.book, symbol=one.symbol, bid=one.bid, ask=one.ask,
            middle=one.middle, cash_bid=one.cash_bid, at_us=to_us(one.at),
        )  # fmt: skip
        office.tx.run(
            _POINT, book=office.book, symbol=one.symbol, middle=one.middle,
            slot_us=to_us(one.at) // _SLOT_US * _SLOT_US,
        )  # fmt: skip
    before = office.now - timedelta(days=_DAYS_KEPT)
    office.tx.run(_FORGET, book=office.book, before_us=to_us(before))


def quotes_of(reader: Reader, book: str) -> tuple[Quote, ...]:
    """The last of each symbol."""
    return tuple(_quote(row) for row in reader.all(_ALL, book=book))


def find_quote(reader: Reader, book: str, symbol: str) -> Quote:
    """Raises NotFound."""
    row = reader.one(_FIND, book=book, symbol=symbol)
    if row is None:
        raise NotFound(f"quote {symbol}", heard="暂无该品种的行情，请稍后再试")
    return _quote(row)


def course(office: Office, symbol: str) -> tuple[tuple[datetime, int], ...]:
    """The middle price through today, oldest first."""
    since = to_us(shanghai_midnight(office.today))
    rows = office.reader.all(_POINTS, book=office.book, symbol=symbol, since_us=since)
    return tuple((from_us(slot), middle) for slot, middle in rows)


def fresh_quote(office: Office, symbol: str) -> Quote:
    """One to deal on. Raises NotAllowed("stale") when the feed has been silent too long."""
    quote = find_quote(office.reader, office.book, symbol)
    minutes = tariffs.at(office.reader, office.book, "market.fresh_minutes", office.today)
    if office.now - quote.at > timedelta(minutes=minutes):
        raise NotAllowed("stale", "行情暂时中断，暂停交易，请稍后再试")
    return quote


def check_agreed(office: Office, price: int, agreed: int) -> None:
    """Whether the price that was shown can still be had. Raises Conflict when it moved too far."""
    bp = tariffs.at(office.reader, office.book, "market.tolerance_bp", office.today)
    if abs(price - agreed) * 10_000 > agreed * bp:
        raise Conflict("the price moved", heard="行情已变动，请重新查看价格后再办理")


def _quote(row: tuple[str, int, int, int, int, int]) -> Quote:
    symbol, bid, ask, middle, cash_bid, at_us = row
    return Quote(symbol, bid, ask, middle, cash_bid, from_us(at_us))
