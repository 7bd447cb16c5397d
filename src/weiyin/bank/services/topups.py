"""A customer's phone top-ups, looked back on."""

from __future__ import annotations

from weiyin.bank.service import Service, look
from weiyin.bank.topup import TopupLine, latest_topups


class Topups(Service):
    """`customer_no` must be theirs who asks."""

    name = "topups"

    @look
    def latest(self, customer_no: str, limit: int) -> tuple[TopupLine, ...]:
        """Newest first."""
        office = self.office
        room = max(0, min(limit, 200))
        return tuple(latest_topups(office.reader, office.book, office.sealer, customer_no, room))
