"""A market that moves: the same prices at the same moment, from the seed, on any machine.

A price is its base, bent by chance at three speeds: some days, some hours, some minutes. Between
two throws of the dice it goes straight, so that a chart of it looks like one.
"""

from __future__ import annotations

from datetime import datetime

from weiyin.bank.quotes.quote import METALS, Quote
from weiyin.base.clock import to_us
from weiyin.demo.dice import Dice

_BASES = {
    "USD": 7_152_300, "EUR": 8_268_500, "HKD": 913_200, "JPY": 48_310, "GBP": 9_620_400,
    "AUD": 4_676_800, "CAD": 5_214_600, "SGD": 5_571_200, "CHF": 8_892_100,
    "XAU": 7_854_000, "XAG": 92_600,
}  # fmt: skip
"""Ten-thousandths of a yuan a lot (see `Quote`); invented, of the right order."""
_SPEEDS = ((86_400, 60), (7_200, 25), (600, 8))
"""Seconds between two throws, and how far one may bend the price, in ten-thousandths of it."""
_SPREAD_BP = {"XAU": 25, "XAG": 90}
_CURRENCY_SPREAD_BP, _CASH_BP = 21, 80
_STEP, _STEPS = 100, {"JPY": 1, "XAG": 10}
"""What a price moves by: a fen, or less of what is cheap."""
_MINUTE = 60


class DemoMarket:
    """A `QuoteFeed`: prices change once a minute."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def quotes(self, now: datetime) -> tuple[Quote, ...]:
        """Of every symbol, as of the minute."""
        return tuple(self._quote(symbol, now) for symbol in _BASES)

    def _quote(self, symbol: str, now: datetime) -> Quote:
        second = to_us(now) // 1_000_000 // _MINUTE * _MINUTE
        base = _BASES[symbol]
        bent = sum(self._bend(symbol, second, every, most) for every, most in _SPEEDS)
        step = _STEPS.get(symbol, _STEP)
        middle = (base + base * bent // 10_000_000) // step * step
        spread_bp = _SPREAD_BP.get(symbol, _CURRENCY_SPREAD_BP)
        half = (middle * spread_bp // 10_000 // step + 1) * step
        cash = half if symbol in METALS else (middle * _CASH_BP // 10_000 // step + 1) * step
        return Quote(symbol, middle - half, middle + half, middle, middle - cash, now)

    def _bend(self, symbol: str, second: int, every: int, most_bp: int) -> int:
        """In ten-millionths of the price, between the throws before and after."""
        number, past = divmod(second, every)
        before, after = (
            Dice(self._seed, "market", symbol, every, one).between(-most_bp, most_bp) * 1_000
            for one in (number, number + 1)
        )
        return before + (after - before) * past // every
