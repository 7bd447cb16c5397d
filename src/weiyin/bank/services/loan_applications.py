"""A customer's applications for loans: made, followed; the quick one is decided at once."""

from __future__ import annotations

from weiyin.bank import tariffs
from weiyin.bank.loans import applications
from weiyin.bank.loans.applications import Application, Wish
from weiyin.bank.loans.known import Known, known_of
from weiyin.bank.loans.schedule import Method
from weiyin.bank.loans.scorecard import YEARS, limit_for, score
from weiyin.bank.service import Service, look, order
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.money import Money

CREDIT_REPORT = "征信查询授权"
"""Given with the consent to the application itself."""
_INCOME = "收入证明"
_QUICK, _QUICK_MONTHS = "shop", 12


class LoanApplications(Service):
    """`customer_no` is who asks, who has consented to a look at their credit report."""

    name = "loan-applications"

    @look
    def check(
        self, customer_no: str, product: str, amount: Money, months: int, method: Method
    ) -> tuple[str, ...]:
        """The papers still to be brought. Raises BadInput, Conflict, NotAllowed."""
        wish = self._wish(customer_no, product, amount, months, method, "", {})
        found = applications.check_wish(self.office, wish)
        return tuple(one for one in found.documents if one not in wish.given)

    @order
    def apply(
        self, key: str, customer_no: str, product: str, amount: Money, months: int,
        method: Method, purpose: str, facts: dict[str, str],
    ) -> Application:  # fmt: skip
        """Raises what `check` raises."""
        assert key, "an order has a key"
        wish = self._wish(customer_no, product, amount, months, method, purpose, facts)
        return applications.open_application(self.office, wish)

    @order
    def quick(
        self, key: str, customer_no: str, amount: Money, years: str, trade: str,
        by_person: bool = False,
    ) -> Application:  # fmt: skip
        """小微快贷: scored, and granted at once or given to a person. Raises as `check`.

        `by_person`: the applicant does not want the score to decide (个人信息保护法 article 24).
        """
        assert key, "an order has a key"
        if years not in YEARS:
            raise BadInput("years", "请选择经营年限")
        known = self._known(customer_no)
        wish = Wish(
            customer_no, _QUICK, Method.INTEREST_ONLY, amount, _QUICK_MONTHS, "经营周转",
            {"years": years, "trade": trade}, frozenset({CREDIT_REPORT}), score(known, years),
        )  # fmt: skip
        made = applications.open_application(self.office, wish)
        limit = limit_for(known, amount)
        passed = wish.score >= self._tariff("loan.micro_pass_score")
        if by_person or not (passed and limit and made.stage is applications.Stage.REVIEWING):
            return made
        why = f"评分 {wish.score} 分，达到自动批准线"
        return applications.approve(self.office, made.application_no, limit, why)

    @look
    def mine(self, customer_no: str) -> tuple[Application, ...]:
        """Newest first."""
        return applications.applications_of(self.office.reader, self.office.book, customer_no)

    def _wish(
        self, customer_no: str, product: str, amount: Money, months: int, method: Method,
        purpose: str, facts: dict[str, str],
    ) -> Wish:  # fmt: skip
        known = self._known(customer_no)
        # A salary that is paid into an account here needs no paper.
        given = {CREDIT_REPORT} | ({_INCOME} if known.has_salary else set())
        return Wish(customer_no, product, method, amount, months, purpose, facts, frozenset(given))

    def _known(self, customer_no: str) -> Known:
        known = known_of(self.office, customer_no)
        if known.overdue:
            raise NotAllowed("overdue", "您有逾期未还的贷款，还清后即可申请")
        return known

    def _tariff(self, name: str) -> int:
        office = self.office
        return tariffs.at(office.reader, office.book, name, office.today)
