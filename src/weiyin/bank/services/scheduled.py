"""Standing orders: payments on a day to come, or again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from weiyin.bank.payments import making, plans
from weiyin.bank.payments.banks import bank_name
from weiyin.bank.payments.orders import Counterparty
from weiyin.bank.payments.plans import Every, Plan
from weiyin.bank.payments.routes import Mode
from weiyin.bank.service import Service, look, order
from weiyin.bank.spending import MAX_MEMO, check_owner
from weiyin.base.ids import row_id
from weiyin.base.money import Money
from weiyin.base.text import clean


@dataclass(frozen=True, slots=True)
class PlanView:
    """`next`: the due moment to come. `why`: of the last run, when it was refused."""

    plan_no: str
    payee_masked: str
    payee_tail: str
    bank: str
    amount: Money
    memo: str
    every: Every
    runs: int
    most_runs: int
    next: datetime
    why: str


class Scheduled(Service):
    """One customer's standing orders. `customer_no` must be theirs who asks."""

    name = "scheduled"

    @order
    def plan(
        self, key: str, customer_no: str, from_account: str, bank: str, number: str, name: str,
        amount: Money, every: Every, first: date, most_runs: int = 0, memo: str = "",
    ) -> PlanView:  # fmt: skip
        """Pay on `first` at nine, and then as often as `every` says; `most_runs` 0: until stopped.

        Raises BadInput for a day that is past, and whatever a payment now would be refused with
        that does not depend on the day's funds.
        """
        assert key
        office = self.office
        check_owner(office.reader, office.book, customer_no, from_account)
        making.quote(office, bank, amount, Mode.REALTIME)
        to = making.checked(office, customer_no, Counterparty(bank, number, name))
        new = plans.NewPlan(
            row_id(office.now, office.rng), customer_no, from_account, to, amount,
            clean(memo, MAX_MEMO), every, first, most_runs,
        )  # fmt: skip
        plans.add_plan(office.tx, office.sealer, office.book, new, office.now)
        return self._view(plans.find_plan(office.tx, office.sealer, office.book, new.plan_no))

    @order
    def stop(self, key: str, customer_no: str, plan_no: str) -> PlanView:
        """No further runs. Raises NotFound."""
        assert key
        office = self.office
        plans.stop_plan(office.tx, office.book, customer_no, plan_no)
        return self._view(plans.find_plan(office.tx, office.sealer, office.book, plan_no))

    @look
    def mine(self, customer_no: str) -> tuple[PlanView, ...]:
        """Those in force, the next due first."""
        office = self.office
        found = plans.plans_of(office.reader, office.sealer, office.book, customer_no)
        return tuple(map(self._view, found))

    def _view(self, one: Plan) -> PlanView:
        bank = bank_name(one.to.bank) if one.to.bank else self.office.bank
        return PlanView(
            one.plan_no, one.to_masked, one.to_tail, bank, one.amount, one.memo, one.every,
            one.runs, one.most_runs, one.next, one.why,
        )  # fmt: skip
