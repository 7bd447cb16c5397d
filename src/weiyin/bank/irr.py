"""The internal rate of a series of equal-spaced payments, in fixed point: no float near a rate.

Drawn P now, paid back c₁ … cₙ a month apart: the monthly rate i solves  Σ cₖ·(1+i)^-k = P.
Nominal yearly rate 12·i (单利), effective (1+i)^12 − 1. What must be shown beside every price of
credit: 中国人民银行公告〔2021〕第3号, 年化利率以内部收益率法计算.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PPM = 1_000_000
ONE = 10**30
"""1 in fixed point."""


@dataclass(frozen=True, slots=True)
class YearlyRate:
    """In millionths: 130342 is 13.0342 % a year."""

    nominal_ppm: int
    effective_ppm: int

    def __str__(self) -> str:
        """The nominal rate as printed: `13.03%`."""
        return f"{percent(self.nominal_ppm)}%"


def percent(ppm: int) -> str:
    """130342 → `13.03`."""
    hundredths = (ppm + 50) // 100
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def rate_of(drawn: int, payments: Sequence[int]) -> YearlyRate:
    """Of what was drawn and is paid back monthly, both in one unit. Payments cover what was drawn.

    By bisection: the present value of the payments falls as the rate rises.
    """
    assert drawn > 0, "nothing was drawn"
    assert sum(payments) * PPM >= drawn * (PPM - 1), "less is paid back than was drawn"
    low, high = 0, ONE
    while high - low > 1:
        middle = (low + high) // 2
        if _exceeds(drawn, payments, middle):
            low = middle
        else:
            high = middle
    return YearlyRate(_ppm(12 * low), _ppm((ONE + low) ** 12 // ONE**11 - ONE))


def _exceeds(drawn: int, payments: Sequence[int], rate: int) -> bool:
    """Whether the present value at this monthly rate is more than was drawn.

    Horner's scheme from the last payment back: one division a payment.
    """
    value = 0
    for payment in reversed(payments):
        value = (value + payment * ONE) * ONE // (ONE + rate)
    return value > drawn * ONE


def _ppm(rate: int) -> int:
    """Half up."""
    return (2 * rate * PPM + ONE) // (2 * ONE)
