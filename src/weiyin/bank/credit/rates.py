"""The yearly rate of an instalment plan, as it must be shown beside its fee.

Borrowed P now, paid back in n equal parts P/n with the fee P·f each: the monthly internal rate i
solves  (1/n + f) · Σ (1+i)^-k = 1, k = 1…n. Nominal yearly rate 12·i (近似折算年化利率, 单利),
effective (1+i)^12 − 1.
"""

from __future__ import annotations

from dataclasses import dataclass

PPM = 1_000_000
ONE = 10**30
"""1 in fixed point: no float comes near a rate either."""


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


def yearly_rate(periods: int, fee_ppm: int) -> YearlyRate:
    """Of a monthly plan over `periods` with a fee of `fee_ppm` of the principal each."""
    assert periods > 0 <= fee_ppm, "a plan has periods, and a fee that is not negative"
    monthly = _monthly(periods, ONE // periods + ONE * fee_ppm // PPM)
    return YearlyRate(_ppm(12 * monthly), _ppm((ONE + monthly) ** 12 // ONE**11 - ONE))


def _monthly(periods: int, payment: int) -> int:
    """By bisection: the present value of the payments falls as the rate rises."""
    low, high = 0, ONE
    while high - low > 1:
        middle = (low + high) // 2
        if _present_value(periods, payment, middle) > ONE:
            low = middle
        else:
            high = middle
    return low


def _present_value(periods: int, payment: int, rate: int) -> int:
    value, discounted = 0, payment
    for _ in range(periods):
        discounted = discounted * ONE // (ONE + rate)
        value += discounted
    return value


def _ppm(rate: int) -> int:
    """Half up."""
    return (2 * rate * PPM + ONE) // (2 * ONE)
