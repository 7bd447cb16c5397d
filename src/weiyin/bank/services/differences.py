"""Differences between billers and our books, for the people who look into them."""

from __future__ import annotations

from weiyin.bank.bills.differences import (
    Difference,
    How,
    Kind,
    end_difference,
    open_differences,
)
from weiyin.bank.service import Service, look, order


class Differences(Service):
    """What lies in suspense, and how it is ended."""

    name = "differences"

    @look
    def waiting(self, limit: int) -> tuple[Difference, ...]:
        """Oldest first."""
        return tuple(open_differences(self.office.reader, self.office.book, min(limit, 500)))

    @order
    def end(self, key: str, difference: str, kind: Kind, how: How) -> Difference:
        """Book it out of suspense. Raises NotFound, NotAllowed (`ended`, `how`)."""
        del key  # what was asked once is answered once: the port sees to it
        return end_difference(self.office, difference, kind, how)
