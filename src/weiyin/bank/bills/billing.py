"""What a core has for the paying of bills: the billers it knows, and who speaks to them."""

from __future__ import annotations

from dataclasses import dataclass, field

from weiyin.bank.bills.catalogue import Biller, Billers, shipped
from weiyin.bank.bills.provider import Provider
from weiyin.base.errors import NotAllowed, NotFound


@dataclass(frozen=True, slots=True)
class Billing:
    """`provider` is None where none is plugged in: then nothing can be looked up or paid."""

    billers: Billers = field(default_factory=shipped)
    provider: Provider | None = None

    def biller(self, code: str) -> Biller:
        """Raises NotFound."""
        try:
            return self.billers[code]
        except KeyError:
            raise NotFound(f"biller {code}", heard="没有找到这家缴费单位") from None

    def asked(self) -> Provider:
        """Raises NotAllowed("provider") where there is none."""
        if self.provider is None:
            raise NotAllowed("provider", "本行暂未开通此项缴费，请到缴费单位或网点办理")
        return self.provider
