"""What a customer holds of wealth products and funds."""

from __future__ import annotations

from weiyin.bank.service import Service, look
from weiyin.bank.wealth import curve, positions
from weiyin.bank.wealth.curve import CurvePoint
from weiyin.bank.wealth.positions import Position
from weiyin.bank.wealth.shelf import products

__all__ = ["CurvePoint", "Position", "WealthPositions"]


class WealthPositions(Service):
    """`customer_no` is who asks."""

    name = "wealth-positions"

    @look
    def positions(self, customer_no: str) -> tuple[Position, ...]:
        office = self.office
        return positions.positions(office.reader, office.book, customer_no, office.today)

    @look
    def curve(self, customer_no: str, kinds: tuple[str, ...], days: int) -> tuple[CurvePoint, ...]:
        """What the units held today were worth on the last published days, oldest first."""
        office = self.office
        found = [
            one for one in products(office.reader, office.book) if one.terms.kind.value in kinds
        ]
        return curve.curve(
            office.reader, office.book, customer_no, found, office.today, min(days, 366)
        )
