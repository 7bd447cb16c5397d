"""The demo's market: today's course so far, notes at branches, bars on the shelf, some holdings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.fx.dealing import deal, offer_deal
from weiyin.bank.fx.exchange import Swap, exchange, open_positions
from weiyin.bank.fx.notes import put_stock
from weiyin.bank.fx.quota import Side
from weiyin.bank.metal.bars import Bar, list_bars
from weiyin.bank.quotes.quote import fen_of, fresh_quote, put_quotes
from weiyin.base.clock import shanghai_day, shanghai_midnight
from weiyin.base.money import Money
from weiyin.demo.market import DemoMarket
from weiyin.demo.people import PLAYERS
from weiyin.places.place import Place, PlaceKind
from weiyin.storage.store import Tx

BARS = (
    Bar("AU10", "投资金条10克", "XAU", 100_000, Money(150_00), 60),
    Bar("AU50", "投资金条50克", "XAU", 500_000, Money(650_00), 20),
    Bar("AG100", "纪念银条100克", "XAG", 1_000_000, Money(380_00), 120),
)
_NOTES = (("USD", 20_000_00), ("EUR", 10_000_00), ("HKD", 50_000_00), ("JPY", 2_000_000_00))
_BRANCHES = 12
"""So many branches keep foreign notes."""
_EVERY = timedelta(minutes=10)
_DOLLARS, _GRAMS = Money(1_500_00, "USD"), 200_000
"""What 韩梅梅 bought for a journey, and 张建国 put by: twenty grams."""


def open_market(
    tx: Tx, core: EmbeddedCore, seed: int, places: Sequence[Place], now: datetime
) -> None:
    """As of the moment of building; nobody is told."""
    office, market = core.office(tx, quiet=True), DemoMarket(seed)
    open_positions(office, [one.symbol for one in market.quotes(now)])
    at = shanghai_midnight(shanghai_day(now))
    while at < now:
        put_quotes(office, market.quotes(at))
        at += _EVERY
    put_quotes(office, market.quotes(now))
    list_bars(tx, core.book, BARS)
    for place in [one for one in places if one.kind is PlaceKind.BRANCH][:_BRANCHES]:
        for symbol, stock in _NOTES:
            put_stock(tx, core.book, place.place_id, Money(stock, symbol))
    mei, zhang = PLAYERS[2], PLAYERS[3]
    offered = offer_deal(office, mei.customer_no, Side.BUY, _DOLLARS, "因私旅游")
    deal(
        office, "demo-dollars", mei.customer_no, mei.account_no(mei.debit), Side.BUY, _DOLLARS,
        "因私旅游", offered.price,
    )  # fmt: skip
    fen = fen_of(_GRAMS, fresh_quote(office, "XAU").ask)
    exchange(
        office,
        Swap(
            "demo-gold", "metal_buy", zhang.customer_no, zhang.account_no(zhang.debit), "XAU",
            _GRAMS, fen, "积存黄金",
        ),
    )  # fmt: skip
