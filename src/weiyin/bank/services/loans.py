"""A customer's loans: the limits signed, what was drawn, what falls due, what goes back early."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from weiyin.bank.irr import YearlyRate
from weiyin.bank.loans import appointments, drawing, prepaying
from weiyin.bank.loans.appointments import Appointment
from weiyin.bank.loans.contracts import Contract as Signed
from weiyin.bank.loans.contracts import access_contract, contracts_of, rate_of_draw
from weiyin.bank.loans.due import penalty_of
from weiyin.bank.loans.loan import (
    FallenDue,
    Loan,
    LoanState,
    access_loan,
    fallen_due,
    loans_of,
    unpaid,
)
from weiyin.bank.loans.prepaying import Cost, Keep
from weiyin.bank.loans.products import find_product
from weiyin.bank.loans.schedule import Method, Part
from weiyin.bank.service import Service, look, order
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class LimitView:
    """A signed limit. `annual_bp`: of what is drawn today."""

    contract_no: str
    product: str
    method: Method
    limit: Money
    free: Money
    annual_bp: int
    months: int
    revolving: bool
    until: date


@dataclass(frozen=True, slots=True)
class LoanView:
    """`owed`: all principal; `interest`: from the last due day to today; `overdue`: what fell due
    and is not paid, with its penalty by today. `next`: the instalment to come.
    """

    loan_no: str
    product: str
    method: Method
    account_no: str
    amount: Money
    owed: Money
    interest: Money
    overdue: Money
    annual_bp: int
    opened: date
    months: int
    done: int
    next: Part | None
    cleared: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """The instalments of one loan: those that fell due (newest first), those to come."""

    past: tuple[FallenDue, ...]
    to_come: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What drawing would be agreed to: the rate in basis points, by IRR, every instalment."""

    annual_bp: int
    rate: YearlyRate
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """`days` before an early repayment; 0: at once. `waiting`: what is appointed already."""

    days: int
    waiting: Appointment | None


class Loans(Service):
    """`customer_no` is who asks: what is not theirs is not found."""

    name = "loans"

    @look
    def limits(self, customer_no: str) -> tuple[LimitView, ...]:
        """Those that can be drawn from today, oldest first."""
        office = self.office
        return tuple(
            self._limit(one)
            for one in contracts_of(office.reader, office.book, customer_no)
            if one.free and office.today <= one.until
        )

    @look
    def mine(self, customer_no: str) -> tuple[LoanView, ...]:
        """Those that run first."""
        office = self.office
        return tuple(map(self._view, loans_of(office.reader, office.book, customer_no)))

    @look
    def progress(self, customer_no: str, loan_no: str) -> Progress:
        office = self.office
        loan = access_loan(office.reader, office.book, loan_no, customer_no)
        past = fallen_due(office.reader, office.book, loan_no)
        return Progress(past, loan.to_come() if loan.left_fen else ())

    @look
    def quote(self, customer_no: str, contract_no: str, amount: Money, months: int) -> Quote:
        """Raises what drawing would."""
        office = self.office
        contract = access_contract(office.reader, office.book, contract_no, customer_no)
        terms = drawing.terms_of(office, contract, amount, months)
        return Quote(terms.annual_bp, terms.rate, terms.parts)

    @order
    def draw(
        self, key: str, customer_no: str, contract_no: str, account_no: str, amount: Money,
        months: int,
    ) -> LoanView:  # fmt: skip
        office = self.office
        contract = access_contract(office.reader, office.book, contract_no, customer_no)
        return self._view(drawing.draw(office, key, contract, account_no, amount, months))

    @look
    def cost(self, customer_no: str, loan_no: str, amount: Money | None, keep: Keep) -> Cost:
        """Of repaying `amount` of the principal today. None: all; zero: only what is overdue."""
        office = self.office
        loan = access_loan(office.reader, office.book, loan_no, customer_no)
        return prepaying.cost_of(office, loan, amount, keep)

    @look
    def notice(self, customer_no: str, loan_no: str) -> Notice:
        """Whether its contract wants an appointment, and the one that waits."""
        office = self.office
        loan = access_loan(office.reader, office.book, loan_no, customer_no)
        waiting = appointments.appointment_of(office.reader, office.book, loan_no)
        return Notice(appointments.notice_of(office, loan), waiting)

    @order
    def appoint(
        self, key: str, customer_no: str, loan_no: str, amount: Money | None, keep: Keep
    ) -> Appointment:
        """On the first day the contract allows, at what it then costs. Raises as `cost`."""
        assert key, "an order has a key"
        loan = access_loan(self.office.reader, self.office.book, loan_no, customer_no)
        return appointments.appoint(self.office, loan, amount, keep)

    @order
    def prepay(
        self, key: str, customer_no: str, loan_no: str, amount: Money | None, keep: Keep,
        agreed: Money,
    ) -> Cost:  # fmt: skip
        """For the total that was `agreed` to. Raises Conflict when it costs another by now.

        Raises NotAllowed("notice") when the contract wants an appointment; what is overdue can
        always be paid.
        """
        if amount is None or amount:
            loan = access_loan(self.office.reader, self.office.book, loan_no, customer_no)
            appointments.check_at_once(self.office, loan)
        return prepaying.prepay(self.office, key, customer_no, loan_no, amount, keep, agreed)

    def _limit(self, one: Signed) -> LimitView:
        product = find_product(self.office.reader, self.office.book, one.product)
        return LimitView(
            one.contract_no, product.name, one.method, one.limit, one.free,
            rate_of_draw(self.office, one), one.months, one.revolving, one.until,
        )  # fmt: skip

    def _view(self, loan: Loan) -> LoanView:
        office = self.office
        product = find_product(office.reader, office.book, loan.product)
        owing = unpaid(office.reader, office.book, loan.loan_no)
        principal = sum(one.principal_fen for one in owing)
        overdue = sum(one.total_fen + penalty_of(office, loan, one, office.today) for one in owing)
        return LoanView(
            loan.loan_no, product.name, loan.method, loan.account_no, Money(loan.principal_fen),
            Money(loan.left_fen + principal), Money(loan.interest_to(office.today)),
            Money(overdue), loan.annual_bp, loan.opened, loan.months, loan.done,
            loan.to_come()[0] if loan.left_fen else None, loan.state is LoanState.CLEARED,
        )  # fmt: skip
