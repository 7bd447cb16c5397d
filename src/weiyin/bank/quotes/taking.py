"""Taking what a feed told: the bank's positions opened, the quotes kept, the alerts rung."""

from __future__ import annotations

from collections.abc import Sequence

from weiyin.bank.fx.exchange import open_positions
from weiyin.bank.quotes.alerts import ring
from weiyin.bank.quotes.quote import Quote, put_quotes, quotes_of
from weiyin.bank.service import Office


def take(office: Office, quotes: Sequence[Quote]) -> int:
    """How many alerts were rung."""
    open_positions(office, [one.symbol for one in quotes])
    put_quotes(office, quotes)
    return ring(office, quotes_of(office.reader, office.book))
