"""Foreign currency and metals, at the bank's last buying price; without one, in their own unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from weiyin.bank.fx.exchange import held
from weiyin.bank.holdings.source import Holding, Source
from weiyin.bank.metal.dealing import gram_words
from weiyin.bank.quotes.quote import METALS, NAMES, fen_of, quotes_of
from weiyin.base.money import Money
from weiyin.storage.store import Reader


def _holdings(reader: Reader, book: str, customer_no: str, _today: date) -> Iterator[Holding]:
    quotes = {one.symbol: one for one in quotes_of(reader, book)}
    for symbol, quantity in held(reader, book, customer_no).items():
        if not quantity:
            continue
        kind = "贵金属" if symbol in METALS else "外币"
        said = gram_words(quantity) if symbol in METALS else str(Money(quantity, symbol))
        quote = quotes.get(symbol)
        worth = Money(quantity, symbol) if quote is None else Money(fen_of(quantity, quote.bid))
        yield Holding(kind, NAMES[symbol], worth, said)


SOURCE = Source("外币与贵金属", 60, _holdings)
