"""The shelf of wealth products and funds, with their net values. Nobody's in particular."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from weiyin.bank.service import Service, look
from weiyin.bank.wealth import navs, shelf
from weiyin.bank.wealth.navs import Nav
from weiyin.bank.wealth.shelf import Product


@dataclass(frozen=True, slots=True)
class Shelved:
    """A product with its newest net value, if one was published."""

    product: Product
    nav: Nav | None


class WealthShelf(Service):
    name = "wealth-shelf"

    @look
    def products(self) -> tuple[Shelved, ...]:
        """In the order in which the bank shows them."""
        office = self.office
        newest = navs.as_of(office.reader, office.book, office.today)
        return tuple(
            Shelved(one, newest.get(one.code)) for one in shelf.products(office.reader, office.book)
        )

    @look
    def navs_before(self, days: int) -> dict[str, Nav]:
        """What stood so many days ago, by code: what growth is reckoned from."""
        office = self.office
        day = office.today - timedelta(days=min(max(days, 0), 4000))
        return navs.as_of(office.reader, office.book, day)

    @look
    def product(self, code: str) -> Product:
        """Raises NotFound."""
        return shelf.access_product(self.office.reader, self.office.book, code)

    @look
    def navs(self, code: str, count: int) -> tuple[Nav, ...]:
        """The last `count` published, oldest first."""
        office = self.office
        return navs.history(office.reader, office.book, code, office.today, min(count, 400))
