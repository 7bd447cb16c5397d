"""The suitability test of a customer, and what it came to."""

from __future__ import annotations

from weiyin.bank.service import Service, look, order
from weiyin.bank.wealth import suitability
from weiyin.bank.wealth.suitability import Grade


class RiskGrades(Service):
    """`customer_no` is who asks."""

    name = "risk-grades"

    @look
    def grade(self, customer_no: str) -> Grade | None:
        """The last one, in force or over."""
        return suitability.grade_of(self.office.reader, self.office.book, customer_no)

    @order
    def test(self, key: str, customer_no: str, answers: tuple[int, ...]) -> Grade:
        """Judge the answers (numbers from 1) and keep the grade for a year. Raises BadInput."""
        assert key
        return suitability.put_grade(self.office, customer_no, answers)
