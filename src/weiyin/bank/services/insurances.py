"""The shelf of insurance products."""

from __future__ import annotations

from weiyin.bank.service import Service, look
from weiyin.bank.wealth.insurance import Insurance, insurances


class Insurances(Service):
    name = "insurances"

    @look
    def products(self) -> tuple[Insurance, ...]:
        """In the order in which the bank shows them."""
        return insurances(self.office.reader, self.office.book)
