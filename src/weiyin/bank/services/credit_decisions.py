"""The bank's side of the credit card's cases: what waits, what was written, and the decision."""

from __future__ import annotations

from weiyin.bank.credit import cases, deciding
from weiyin.bank.credit.cases import Case, Stage
from weiyin.bank.service import Service, look, order
from weiyin.base.money import Money


class CreditDecisions(Service):
    """For the bank's own staff, who are known and recorded where they sit; no customer's function
    takes it.
    """

    name = "credit-decisions"

    @look
    def waiting(self, limit: int) -> tuple[Case, ...]:
        """Not decided yet, oldest first."""
        return cases.waiting(self.office.reader, self.office.book, max(0, min(limit, 500)))

    @look
    def written(self, case_no: str) -> dict[str, str]:
        """What the customer wrote, in clear. Raises NotFound."""
        return cases.facts_of(self.office, case_no)

    @order
    def review(self, key: str, case_no: str) -> Case:
        """Somebody looks at it: the customer sees that. Raises Conflict when it is decided."""
        assert key, "an order has a key"
        return cases.move_case(self.office, case_no, Stage.REVIEWING)

    @order
    def decide(
        self, key: str, case_no: str, approved: bool, amount: Money | None = None
    ) -> Case:  # fmt: skip
        """Decide and carry out. `amount`: the limit, cap or monthly part that is granted.

        Raises NotFound, Conflict (decided before), BadInput("amount").
        """
        return deciding.decide(
            self.office, f"{key}:decided", case_no, approved=approved, amount=amount
        )
