"""Accumulated metals: held, bought, redeemed, bought again and again by a plan."""

from __future__ import annotations

from weiyin.bank.fx.exchange import held
from weiyin.bank.metal import dealing, plans
from weiyin.bank.metal.dealing import Accumulation
from weiyin.bank.metal.plans import MetalPlan
from weiyin.bank.quotes.quote import METALS
from weiyin.bank.service import Service, look, order
from weiyin.base.money import Money


class Metals(Service):
    """`customer_no` is who asks. Quantities are ten-thousandths of a gram."""

    name = "metals"

    @look
    def held(self, customer_no: str) -> tuple[tuple[str, int], ...]:
        """(symbol, quantity) of what they have."""
        found = held(self.office.reader, self.office.book, customer_no)
        return tuple((one, found[one]) for one in METALS if found.get(one))

    @look
    def purchase(self, customer_no: str, symbol: str, amount: Money) -> Accumulation:
        """What it would be now. Raises BadInput, NotAllowed (`risk`, `risk_test`, `stale`)."""
        return dealing.offer_purchase(self.office, customer_no, symbol, amount)

    @look
    def redemption(self, customer_no: str, symbol: str, quantity: int) -> Accumulation:
        """What it would bring now. Raises BadInput, NotAllowed (`stale`)."""
        return dealing.offer_redemption(self.office, customer_no, symbol, quantity)

    @order
    def buy(
        self, key: str, customer_no: str, account_no: str, symbol: str, amount: Money, agreed: int
    ) -> Accumulation:
        """At the `agreed` price. Raises Conflict when the market has moved away from it."""
        return dealing.buy(self.office, key, customer_no, account_no, symbol, amount, agreed)

    @order
    def redeem(
        self, key: str, customer_no: str, account_no: str, symbol: str, quantity: int, agreed: int
    ) -> Accumulation:
        """At the `agreed` price. Raises Conflict when the market has moved away from it."""
        return dealing.redeem(self.office, key, customer_no, account_no, symbol, quantity, agreed)

    @look
    def plans(self, customer_no: str) -> tuple[MetalPlan, ...]:
        """Those in force, oldest first."""
        return plans.plans_of(self.office, customer_no)

    @order
    def plan(
        self, key: str, customer_no: str, account_no: str, symbol: str, amount: Money, every: str
    ) -> MetalPlan:
        """From tomorrow on. Raises as `purchase`."""
        assert key, "an order has a key"
        return plans.add_plan(self.office, customer_no, account_no, symbol, amount, every)

    @order
    def stop(self, key: str, customer_no: str, plan_no: str) -> tuple[MetalPlan, ...]:
        """Those that are left. Raises NotFound."""
        assert key, "an order has a key"
        plans.stop_plan(self.office, customer_no, plan_no)
        return plans.plans_of(self.office, customer_no)
