"""Orders of wealth products and funds. The domain judges suitability, whoever asks here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from weiyin.bank.service import Service, look, order
from weiyin.bank.wealth import dealing, navs, orders, suitability
from weiyin.bank.wealth.orders import Order
from weiyin.bank.wealth.shelf import Product, access_product
from weiyin.bank.wealth.suitability import Grade
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class BuyQuote:
    """What buying now would be like. `grade` is the one it is allowed by."""

    product: Product
    grade: Grade
    fee: Money
    day: date
    due: date
    cancel_until: datetime


@dataclass(frozen=True, slots=True)
class RedeemQuote:
    """`value` at the newest net value, before it is known: an estimate. `units` in hundredths."""

    product: Product
    units: int
    free: int
    value: Money
    nav_e4: int
    day: date
    pays: date
    cancel_until: datetime


class WealthOrders(Service):
    """`customer_no` is who asks: what is not theirs is not found."""

    name = "wealth-orders"

    @look
    def quote_buy(self, customer_no: str, account_no: str, code: str, amount: Money) -> BuyQuote:
        """Judged as `buy` would, but for the funds. Raises as that."""
        office = self.office
        product = access_product(office.reader, office.book, code)
        grade = suitability.check_suitable(office, customer_no, product)
        orders.check_buy(office, customer_no, account_no, product, amount)
        rate = dealing.rate_of(product.terms.buy_fees, amount.fen)
        days = orders.days_of(office, product, orders.OrderKind.BUY)
        fee = dealing.buy(amount, rate, dealing.NAV_ONE).fee
        return BuyQuote(product, grade, fee, days.day, days.due, days.cancel_until)

    @order
    def buy(self, key: str, customer_no: str, account_no: str, code: str, amount: Money) -> Order:
        assert key
        return orders.buy(self.office, customer_no, account_no, code, amount)

    @look
    def quote_redeem(self, customer_no: str, code: str, units: int) -> RedeemQuote:
        """`units` 0: all that may be redeemed. Raises as `redeem`."""
        office = self.office
        product = access_product(office.reader, office.book, code)
        orders.check_held(office, customer_no, product)
        free = orders.redeemable(office, customer_no, product)
        wanted = units or free
        orders.check_redeem(office, customer_no, product, wanted)
        newest = navs.history(office.reader, office.book, code, office.today, 1)
        nav_e4 = newest[0].nav_e4 if newest else dealing.NAV_ONE
        days = orders.days_of(office, product, orders.OrderKind.REDEEM)
        return RedeemQuote(
            product, wanted, free, dealing.value(wanted, nav_e4), nav_e4, days.day, days.pays,
            days.cancel_until,
        )  # fmt: skip

    @order
    def redeem(self, key: str, customer_no: str, code: str, units: int) -> Order:
        assert key
        return orders.redeem(self.office, customer_no, code, units)

    @order
    def cancel(self, key: str, customer_no: str, order_no: str) -> Order:
        assert key
        return orders.cancel(self.office, customer_no, order_no)

    @look
    def mine(self, customer_no: str, room: int) -> tuple[Order, ...]:
        """The newest first."""
        office = self.office
        return orders.orders_of(office.reader, office.book, customer_no, min(room, 200))
