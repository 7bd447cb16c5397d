"""Interest of deposits and bonds, in whole fen, half a fen rounded up.

Whole years and months at the yearly rate ÷ 12; single days at the yearly rate ÷ 360. Source:
中国人民银行《关于人民币存贷款计结息问题的通知》 (银发〔2005〕129号).
"""

from __future__ import annotations

from datetime import date

from weiyin.base.money import Money

_BP = 10_000
_YEAR = 360


def for_months(amount: Money, annual_bp: int, months: int) -> Money:
    return amount.share(annual_bp * months, _BP * 12)


def for_days(amount: Money, annual_bp: int, first: date, until: date) -> Money:
    """The first day counts, the last does not."""
    return amount.share(annual_bp * (until - first).days, _BP * _YEAR)
