"""The shelf of loans: what there is, at which rate today, and what any loan would cost."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.irr import YearlyRate, rate_of
from weiyin.bank.loans.products import LoanProduct, find_product, products, rate_on
from weiyin.bank.loans.schedule import Method, Part, parts, whole
from weiyin.bank.service import Service, look
from weiyin.base.errors import BadInput
from weiyin.base.money import Money

MOST_MONTHS = 360
_MOST_BP = 3_600
"""Rates above are no bank's."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A product with its rate of today, in basis points a year, and the same by IRR."""

    product: LoanProduct
    annual_bp: int
    rate: YearlyRate


@dataclass(frozen=True, slots=True)
class Plan:
    """A loan worked out. `rate`: by IRR, a fee taken at the beginning included."""

    amount: Money
    annual_bp: int
    rate: YearlyRate
    parts: tuple[Part, ...]


class LoanShelf(Service):
    """Tells everybody the same."""

    name = "loan-shelf"

    @look
    def products(self) -> tuple[Shelved, ...]:
        """In the order in which the bank shows them."""
        return tuple(map(self._shelved, products(self.office.reader, self.office.book)))

    @look
    def product(self, code: str) -> Shelved:
        """Raises NotFound."""
        return self._shelved(find_product(self.office.reader, self.office.book, code))

    @look
    def prime(self, months: int) -> int:
        """Basis points of the LPR in force for a loan of so many months."""
        office, lpr = self.office, "5y" if months > 60 else "1y"
        return rate_on(office.reader, office.book, lpr, 0, office.today)

    @look
    def plan(self, amount: Money, months: int, annual_bp: int, method: Method, fee: Money) -> Plan:
        """Drawn today. Raises BadInput for what no bank lends."""
        if not 1 <= months <= MOST_MONTHS:
            raise BadInput("months", f"期限为 1 至 {MOST_MONTHS} 个月")
        if not 0 <= annual_bp <= _MOST_BP:
            raise BadInput("rate", "年利率应在 0% 至 36% 之间")
        if amount.fen < 100_00:
            raise BadInput("amount", "贷款金额不低于 100 元")
        if not 0 <= fee.fen < amount.fen:
            raise BadInput("fee", "费用应小于贷款金额")
        due = tuple(parts(whole(method, amount.fen, annual_bp, months, self.office.today)))
        rate = rate_of(amount.fen - fee.fen, [one.total_fen for one in due])
        return Plan(amount, annual_bp, rate, due)

    def _shelved(self, product: LoanProduct) -> Shelved:
        office = self.office
        bp = rate_on(office.reader, office.book, product.lpr, product.margin_bp, office.today)
        # A year of it is enough: without fees the rate does not depend on the term.
        rest = whole(Method.EQUAL_INSTALMENT, 100_000_000, bp, 12, office.today)
        rate = rate_of(100_000_000, [one.total_fen for one in parts(rest)])
        return Shelved(product, bp, rate)
