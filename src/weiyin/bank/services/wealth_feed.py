"""What the managers of products tell: net values, dividends. For the bank's own feed."""

from __future__ import annotations

from datetime import date

from weiyin.bank.service import Service, order
from weiyin.bank.wealth import maturing, navs
from weiyin.bank.wealth.navs import Nav
from weiyin.bank.wealth.shelf import access_product


class WealthFeed(Service):
    """No customer's function takes it."""

    name = "wealth-feed"

    @order
    def publish(self, key: str, code: str, published: tuple[Nav, ...]) -> int:
        """How many were told. A day's value is never changed by a second one."""
        assert key
        access_product(self.office.reader, self.office.book, code)
        navs.publish(self.office.tx, self.office.book, code, published)
        return len(published)

    @order
    def declare_dividend(self, key: str, code: str, day: date, per_unit_e4: int) -> int:
        """Whoever holds units at the end of `day` is paid in cash; ten-thousandths of a yuan."""
        assert key
        access_product(self.office.reader, self.office.book, code)
        maturing.declare_dividend(self.office.tx, self.office.book, code, day, per_unit_e4)
        return per_unit_e4
