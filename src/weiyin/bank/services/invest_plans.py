"""Auto-invest plans of a customer. The domain judges suitability, at the making and at each run."""

from __future__ import annotations

from weiyin.bank.service import Service, look, order
from weiyin.bank.wealth import orders, plans
from weiyin.bank.wealth.plans import Every, Plan, PlanState
from weiyin.bank.wealth.shelf import access_product
from weiyin.base.money import Money


class InvestPlans(Service):
    """`customer_no` is who asks: a plan that is not theirs is not found."""

    name = "invest-plans"

    @look
    def quote(
        self, customer_no: str, account_no: str, code: str, amount: Money, every: Every, day: int
    ) -> Plan:
        """The plan as it would be made. Raises as `make`."""
        office = self.office
        product = access_product(office.reader, office.book, code)
        orders.check_buy(office, customer_no, account_no, product, amount)
        first = plans.next_run(every, day, office.today)
        return Plan(
            "", customer_no, account_no, code, amount, every, day, first, PlanState.ACTIVE
        )  # fmt: skip

    @order
    def make(
        self, key: str, customer_no: str, account_no: str, code: str, amount: Money, every: Every,
        day: int,
    ) -> Plan:  # fmt: skip
        assert key
        return plans.make_plan(self.office, customer_no, account_no, code, amount, every, day)

    @order
    def turn(self, key: str, customer_no: str, plan_no: str, state: PlanState) -> Plan:
        """Pause, go on, stop. Raises NotFound."""
        assert key
        return plans.set_state(self.office, customer_no, plan_no, state)

    @look
    def mine(self, customer_no: str) -> tuple[Plan, ...]:
        office = self.office
        return plans.plans_of(office.reader, office.book, customer_no)
