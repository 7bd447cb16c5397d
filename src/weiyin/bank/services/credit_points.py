"""Points of a credit card: what there is, what may be had for it."""

from __future__ import annotations

from weiyin.bank.credit import points
from weiyin.bank.credit.points import Gift, Lot
from weiyin.bank.credit.terms import access_account
from weiyin.bank.service import Service, look, order


class CreditPoints(Service):
    """`customer_no` is who asks: an account that is not theirs is not found."""

    name = "credit-points"

    @look
    def lots(self, customer_no: str, account_no: str) -> tuple[Lot, ...]:
        """Soonest to expire first."""
        office = self.office
        access_account(office.reader, office.book, account_no, customer_no)
        return points.lots_of(office.reader, office.book, account_no, office.today)

    @look
    def gifts(self) -> tuple[Gift, ...]:
        return points.gifts(self.office.reader, self.office.book)

    @order
    def redeem(self, key: str, customer_no: str, account_no: str, sku: str, quantity: int) -> int:
        """Points left. Raises NotFound, BadInput, NotAllowed (`stock`, `points`)."""
        access_account(self.office.reader, self.office.book, account_no, customer_no)
        return points.redeem(self.office, key, account_no, sku, quantity)
