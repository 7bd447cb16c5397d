"""The numbers at billers that a customer keeps, with the reminder and the mandate on each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from weiyin.bank.bills import saved
from weiyin.bank.bills.dues import Due, dues_of
from weiyin.bank.bills.saved import Line
from weiyin.bank.service import Office, Service, look, order
from weiyin.bank.spending import check_owner
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class DueView:
    """What was last found due. `day` is the last to pay it, if the biller names one."""

    title: str
    amount: Money
    day: date | None


@dataclass(frozen=True, slots=True)
class LineView:
    """`number` in clear, for paying with it; `pays_from` is empty where no mandate is."""

    line_no: str
    biller: str
    biller_name: str
    kind: str
    number: str
    number_masked: str
    reminds: bool
    pays_from: str
    most: Money
    dues: tuple[DueView, ...]


class SavedBills(Service):
    """`customer_no` must be theirs who asks."""

    name = "saved-bills"

    @look
    def lines(self, customer_no: str) -> tuple[LineView, ...]:
        """Oldest first."""
        office = self.office
        dues = dues_of(office.reader, office.book, customer_no)
        found = saved.lines_of(office, customer_no)
        return tuple(_view(office, one, dues.get(one.line_no, [])) for one in found)

    @order
    def remind(self, key: str, customer_no: str, line_no: str, on: bool) -> LineView:
        """Be told when something is due, or no longer. Raises NotFound."""
        assert key
        saved.set_reminder(self.office, customer_no, line_no, on=on)
        return self._one(customer_no, line_no)

    @order
    def sign(
        self, key: str, customer_no: str, biller: str, number: str, pays_from: str, most: Money
    ) -> LineView:
        """Agree that what is due, `most` at most, is paid from the customer's own account.

        Raises NotFound, NotAllowed("kind"), BadInput("amount").
        """
        assert key
        office = self.office
        check_owner(office.tx, office.book, customer_no, pays_from)
        if most.fen <= 0:
            raise BadInput("amount", "请填写每笔最高代扣金额")
        line = saved.keep(office, customer_no, biller, number, {})
        saved.sign(office, customer_no, line.line_no, pays_from, most)
        return self._one(customer_no, line.line_no)

    @order
    def stop(self, key: str, customer_no: str, line_no: str) -> LineView:
        """End the mandate. Raises NotFound."""
        assert key
        saved.sign(self.office, customer_no, line_no, "", Money(0))
        return self._one(customer_no, line_no)

    @order
    def drop(self, key: str, customer_no: str, line_no: str) -> tuple[LineView, ...]:
        """Keep it no longer; what is left. Raises NotFound."""
        assert key
        saved.drop(self.office, customer_no, line_no)
        return self.lines(customer_no)

    def _one(self, customer_no: str, line_no: str) -> LineView:
        found = (one for one in self.lines(customer_no) if one.line_no == line_no)
        line = next(found, None)
        if line is None:
            raise NotFound(f"line {line_no}")
        return line


def _view(office: Office, line: Line, dues: list[Due]) -> LineView:
    biller = office.billing.billers.get(line.biller)
    return LineView(
        line.line_no, line.biller, line.biller if biller is None else biller.name, line.kind,
        line.told.number, line.number_masked, line.reminds, line.pays_from, line.most,
        tuple(DueView(one.title, one.amount, one.day) for one in dues),
    )  # fmt: skip
