"""The yearly rate of an instalment plan, as it must be shown beside its fee.

Borrowed P now, paid back in n equal parts P/n with the fee P·f each: see `bank/irr.py`
(近似折算年化利率).
"""

from __future__ import annotations

from weiyin.bank.irr import ONE, PPM, YearlyRate, percent, rate_of

__all__ = ["PPM", "YearlyRate", "percent", "yearly_rate"]


def yearly_rate(periods: int, fee_ppm: int) -> YearlyRate:
    """Of a monthly plan over `periods` with a fee of `fee_ppm` of the principal each."""
    assert periods > 0 <= fee_ppm, "a plan has periods, and a fee that is not negative"
    return rate_of(ONE, [ONE // periods + ONE * fee_ppm // PPM] * periods)
