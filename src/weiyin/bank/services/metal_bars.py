"""Bars and coins: what there is, and ordering some to fetch at a branch."""

from __future__ import annotations

from weiyin.bank.metal import bars
from weiyin.bank.metal.bars import Bar, BarOffer, BarOrder
from weiyin.bank.service import Service, look, order


class MetalBars(Service):
    """`customer_no` is who asks."""

    name = "metal-bars"

    @look
    def shelf(self) -> tuple[Bar, ...]:
        """In the order in which the bank shows them."""
        return bars.bars(self.office.reader, self.office.book)

    @look
    def offer(self, sku: str, quantity: int) -> BarOffer:
        """At the price of now. Raises BadInput, NotFound, NotAllowed (`stock`, `stale`)."""
        return bars.offer_bars(self.office, sku, quantity)

    @look
    def mine(self, customer_no: str) -> tuple[BarOrder, ...]:
        """Newest first."""
        return bars.orders_of(self.office, customer_no)

    @order
    def buy(
        self, key: str, customer_no: str, account_no: str, sku: str, quantity: int, place: str,
        agreed: int,
    ) -> BarOrder:  # fmt: skip
        """At the `agreed` price. Raises Conflict when the market has moved away from it."""
        return bars.order_bars(
            self.office, key, customer_no, account_no, sku, quantity, place, agreed
        )
