"""What people queue for: each business has its own line before its own counters."""

from __future__ import annotations

from enum import StrEnum

from weiyin.base.errors import BadInput


class Business(StrEnum):
    PERSONAL = "personal"
    WEALTH = "wealth"
    CORPORATE = "corporate"

    @property
    def label(self) -> str:
        return _TITLES[self]

    @property
    def usual_ms(self) -> int:
        """A usual time at the counter, before anything is known of a branch."""
        return _USUAL_MS[self]


_TITLES = {
    Business.PERSONAL: "个人业务",
    Business.WEALTH: "理财业务",
    Business.CORPORATE: "对公业务",
}
_USUAL_MS = {
    Business.PERSONAL: 300_000,
    Business.WEALTH: 600_000,
    Business.CORPORATE: 480_000,
}
OPTIONS = tuple((business.value, business.label) for business in Business)
"""(value, label), as a form offers them."""


def read_business(words: str) -> Business:
    """`个人业务`, `理财`, `personal` → the business. Raises BadInput naming what there is."""
    for business in Business:
        if words == business.value or business.label[:2] in words:
            return business
    if words.isdigit() and 1 <= int(words) <= len(Business):
        return tuple(Business)[int(words) - 1]
    titles = "、".join(business.label for business in Business)
    raise BadInput("business", f"请选择办理的业务：{titles}")
