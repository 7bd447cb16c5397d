"""Buying and selling foreign currency, what is held of it, and the yearly quota."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.fx import dealing
from weiyin.bank.fx.dealing import Deal
from weiyin.bank.fx.exchange import held
from weiyin.bank.fx.quota import Quota, Side, quota_of
from weiyin.bank.quotes.quote import CURRENCIES
from weiyin.bank.service import Service, look, order
from weiyin.base.money import Money

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Quotas:
    """The present year's of both sides, and the latest deals, newest first."""

    buy: Quota
    sell: Quota
    deals: tuple[Deal, ...]


class ForeignExchange(Service):
    """`customer_no` is who asks."""

    name = "foreign-exchange"

    @look
    def held(self, customer_no: str) -> tuple[Money, ...]:
        """What they have of each currency."""
        found = held(self.office.reader, self.office.book, customer_no)
        return tuple(Money(found[one], one) for one in CURRENCIES if found.get(one))

    @look
    def quotas(self, customer_no: str) -> Quotas:
        return Quotas(
            quota_of(self.office, customer_no, Side.BUY),
            quota_of(self.office, customer_no, Side.SELL),
            dealing.deals_of(self.office, customer_no, _SHOWN),
        )

    @look
    def offer(self, customer_no: str, side: Side, amount: Money, purpose: str) -> Deal:
        """At the price of now. Raises BadInput, NotAllowed (`quota`, `stale`)."""
        return dealing.offer_deal(self.office, customer_no, side, amount, purpose)

    @order
    def deal(
        self, key: str, customer_no: str, account_no: str, side: Side, amount: Money,
        purpose: str, agreed: int,
    ) -> Deal:  # fmt: skip
        """At the `agreed` price. Raises Conflict when the market has moved away from it."""
        return dealing.deal(
            self.office, key, customer_no, account_no, side, amount, purpose, agreed
        )
