"""Quotes, as everybody may see them; and the door by which a feed tells them."""

from __future__ import annotations

from datetime import datetime

from weiyin.bank.quotes.quote import CURRENCIES, METALS, Quote, course, find_quote, quotes_of
from weiyin.bank.quotes.taking import take
from weiyin.bank.service import Service, look, order


class Market(Service):
    """`told` is for the bank's own market system; no customer's function calls it."""

    name = "market"

    @look
    def currencies(self) -> tuple[Quote, ...]:
        """In the order in which the bank shows them."""
        return self._of(tuple(CURRENCIES))

    @look
    def metals(self) -> tuple[Quote, ...]:
        return self._of(tuple(METALS))

    @look
    def quote(self, symbol: str) -> Quote:
        """Raises NotFound."""
        return find_quote(self.office.reader, self.office.book, symbol)

    @look
    def course(self, symbol: str) -> tuple[tuple[datetime, int], ...]:
        """The middle price through today, oldest first."""
        return course(self.office, symbol)

    @order
    def told(self, key: str, quotes: tuple[Quote, ...]) -> int:
        """Take the latest quotes; how many alerts they rang."""
        assert key, "an order has a key"
        return take(self.office, quotes)

    def _of(self, symbols: tuple[str, ...]) -> tuple[Quote, ...]:
        known = {one.symbol: one for one in quotes_of(self.office.reader, self.office.book)}
        return tuple(known[symbol] for symbol in symbols if symbol in known)
