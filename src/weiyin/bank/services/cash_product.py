"""Cash products: in as any purchase, out at once up to the day's cap, or by the trading day."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.service import Service, look, order
from weiyin.bank.wealth import cash, orders
from weiyin.bank.wealth.orders import Order
from weiyin.bank.wealth.shelf import access_product
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class Out:
    """`held` may be redeemed altogether, `quick` of it at once today."""

    held: Money
    quick: Money


class CashProduct(Service):
    """`customer_no` is who asks."""

    name = "cash-product"

    @look
    def out(self, customer_no: str, code: str) -> Out:
        """Raises NotFound when it is not held."""
        office = self.office
        product = access_product(office.reader, office.book, code)
        orders.check_held(office, customer_no, product)
        held = Money(max(orders.redeemable(office, customer_no, product), 0))
        return Out(held, min(held, cash.quick_left(office, customer_no, code)))

    @order
    def redeem_now(self, key: str, customer_no: str, code: str, amount: Money) -> Order:
        """Raises NotAllowed("quick_cap"), ("units")."""
        assert key
        return cash.redeem_now(self.office, customer_no, code, amount)
