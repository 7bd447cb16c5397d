"""What money buys and units bring: fees, units and amounts, in whole fen and hundredths of a unit.

Buying charges outside: net = amount ÷ (1 + rate), fee = amount − net, units = net ÷ NAV.
Redeeming: gross = units × NAV, fee = gross × rate. Each result is rounded half up to a hundredth.
Source: the outside method (外扣法) of 证监基金字〔2007〕10号 as prospectuses print it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weiyin.base.money import Money

NAV_ONE = 10_000
"""A net value of 1.0000 yuan a unit."""
_BP = 10_000

Steps = Sequence[tuple[int, int]]
"""(bound, basis points): the first whose bound is above the measure; a bound of 0 has no end."""


@dataclass(frozen=True, slots=True)
class Bought:
    """`units` in hundredths; net and fee add up to the amount."""

    net: Money
    fee: Money
    units: int


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What arrives and what is charged add up to the units' value."""

    paid: Money
    fee: Money


def rate_of(steps: Steps, measure: int) -> int:
    """Basis points: of an amount in fen when buying, of days held when redeeming."""
    return next((bp for bound, bp in steps if not bound or measure < bound), 0)


def buy(amount: Money, fee_bp: int, nav_e4: int) -> Bought:
    net = amount.share(_BP, _BP + fee_bp)
    return Bought(net, amount - net, net.share(NAV_ONE, nav_e4).fen)


def value(units: int, nav_e4: int) -> Money:
    """What `units` (hundredths) are worth."""
    return Money(units).share(nav_e4, NAV_ONE)


def redeem(parts: Sequence[tuple[int, int]], nav_e4: int) -> Redeemed:
    """`parts`: (units, basis points) of each lot, the fee of each on its own value."""
    fee = sum((value(units, nav_e4).share(bp, _BP) for units, bp in parts), Money.zero())
    return Redeemed(value(sum(units for units, _ in parts), nav_e4) - fee, fee)


def daily_income(units: int, income_e4: int) -> Money:
    """A cash product's day: so many ten-thousandths of a yuan on each 10,000 units.

    A part of a fen is dropped, to the product's own gain: income is credited in whole fen.
    """
    return Money(units * income_e4 // (NAV_ONE * NAV_ONE))


def shown_units(units: int) -> str:
    return str(Money(units))


def shown_nav(nav_e4: int) -> str:
    """`1.0520`."""
    return f"{nav_e4 // NAV_ONE}.{nav_e4 % NAV_ONE:04d}"
