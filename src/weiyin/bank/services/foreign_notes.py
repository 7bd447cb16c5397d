"""Foreign notes reserved at a branch."""

from __future__ import annotations

from datetime import date, timedelta

from weiyin.bank.fx import notes
from weiyin.bank.fx.notes import Reservation
from weiyin.bank.service import Service, look, order
from weiyin.base.errors import BadInput
from weiyin.base.money import Money

_FIRST, _LAST = 1, 7
"""How many days ahead."""


class ForeignNotes(Service):
    """`customer_no` is who asks. The place is named by its number and as it is shown."""

    name = "foreign-notes"

    @look
    def check(self, place_id: str, amount: Money, day: date) -> Money:
        """The same amount. Raises BadInput, NotAllowed("stock")."""
        self._check_day(day)
        notes.check_notes(self.office, place_id, amount)
        return amount

    @look
    def mine(self, customer_no: str) -> tuple[Reservation, ...]:
        """Those that wait, the next first."""
        return notes.reservations_of(self.office, customer_no)

    @order
    def reserve(
        self, key: str, customer_no: str, place_id: str, place: str, amount: Money, day: date
    ) -> Reservation:
        """Raises what `check` raises."""
        assert key, "an order has a key"
        self._check_day(day)
        return notes.reserve(self.office, customer_no, place_id, place, amount, day)

    def _check_day(self, day: date) -> None:
        ahead = (day - self.office.today) // timedelta(days=1)
        if not _FIRST <= ahead <= _LAST:
            raise BadInput("day", f"请选择明天起 {_LAST} 天内的日期")
