"""The desk where applications for loans are looked at, by people of the bank."""

from __future__ import annotations

from weiyin.bank.loans import applications
from weiyin.bank.loans.applications import Application, Stage
from weiyin.bank.service import Service, look, order
from weiyin.base.money import Money


class LoanDesk(Service):
    """For staff; no customer's function takes it. Every step is told to the applicant."""

    name = "loan-desk"

    @look
    def waiting(self, stage: Stage) -> tuple[Application, ...]:
        """Oldest first."""
        return applications.applications_in(self.office.reader, self.office.book, stage)

    @order
    def receive(self, key: str, application_no: str, document: str) -> Application:
        """A paper came in; with the last one the review begins. Raises NotFound."""
        assert key, "an order has a key"
        return applications.take_document(self.office, application_no, document)

    @order
    def approve(self, key: str, application_no: str, limit: Money, why: str) -> Application:
        """A contract over `limit` is signed. Raises Conflict unless it is being reviewed."""
        assert key, "an order has a key"
        return applications.approve(self.office, application_no, limit, why)

    @order
    def decline(self, key: str, application_no: str, why: str) -> Application:
        """With its reason, which the applicant reads. Raises Conflict when it was decided."""
        assert key, "an order has a key"
        return applications.decline(self.office, application_no, why)
