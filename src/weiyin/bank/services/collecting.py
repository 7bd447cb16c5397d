"""Fund collection: agreements to pull one's own money from another bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.bank.payments import collecting
from weiyin.bank.payments.banks import bank_name
from weiyin.bank.payments.collecting import Agreement
from weiyin.bank.service import Service, look, order
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class AgreementView:
    """`bank` is printed; `next` is when it pulls again."""

    agreement_no: str
    bank: str
    source_tail: str
    account_no: str
    amount: Money
    day: int
    runs: int
    next: datetime


class Collecting(Service):
    """One customer's agreements. `customer_no` must be theirs who asks."""

    name = "collecting"

    @order
    def agree(
        self, key: str, customer_no: str, to_account: str, bank: str, number: str, amount: Money,
        day: int,
    ) -> AgreementView:  # fmt: skip
        """Each month on `day`, pull `amount` from the customer's own card `number` at `bank`."""
        assert key
        office = self.office
        return _view(collecting.agree(office, customer_no, to_account, bank, number, amount, day))

    @order
    def end(self, key: str, customer_no: str, agreement_no: str) -> tuple[AgreementView, ...]:
        """Pull no more; what is left. Raises NotFound."""
        assert key
        collecting.end(self.office, customer_no, agreement_no)
        return self.mine(customer_no)

    @look
    def mine(self, customer_no: str) -> tuple[AgreementView, ...]:
        """In force, oldest first."""
        return tuple(map(_view, collecting.mine(self.office, customer_no)))


def _view(one: Agreement) -> AgreementView:
    return AgreementView(
        one.agreement_no, bank_name(one.source.bank), one.source_tail, one.account_no, one.amount,
        one.day, one.runs, one.next,
    )  # fmt: skip
