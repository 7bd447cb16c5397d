"""Words that several functions of the credit card share."""

from __future__ import annotations

from datetime import date

from weiyin.bank.core import CardKind
from weiyin.bank.credit.instalments import Offer
from weiyin.bank.credit.rates import percent
from weiyin.people.who import Binding, Who, access_card

PERIOD_CHOICES = tuple((str(n), f"{n}期") for n in (3, 6, 12, 24, 36))
PERIODS_SAID = (
    ("36", r"(36|三十六)\s?(期|个月)|三年"),
    ("24", r"(24|二十四|廿四)\s?(期|个月)|两年"),
    ("12", r"(12|十二)\s?(期|个月)|一年"),
    ("6", r"(?<![0-9])(6|六)\s?(期|个月)|半年"),
    ("3", r"(?<![0-9])(3|三)\s?(期|个月)|一个?季度"),
)


def paying_card(who: Who) -> Binding:
    """The bound debit card that money comes from. Raises NotBound("debit")."""
    return access_card(who, CardKind.DEBIT)


def day_words(day: date) -> str:
    """`7月25日`."""
    return f"{day.month}月{day.day}日"


def month_words(month: str) -> str:
    """`2026-07` → `2026年7月`."""
    return f"{int(month[:4])}年{int(month[5:])}月"


def rate_words(offer: Offer) -> str:
    """The fee as interest, with its yearly rate: both, always."""
    each = f"{offer.fee_ppm // 10_000}.{offer.fee_ppm % 10_000 // 100:02d}%"
    return f"每期利率 {each}，近似折算年化利率 {percent(offer.nominal_ppm)}%（单利）"
