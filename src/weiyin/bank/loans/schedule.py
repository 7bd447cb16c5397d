"""The arithmetic of repaying: what falls due each month, to the fen.

    equal instalment   P·i·(1+i)^n / ((1+i)^n − 1) each month, i a twelfth of the yearly rate
    equal principal    P/n each month, and the interest of what is left
    interest only      interest each month by days, the principal with the last

The last instalment absorbs the rounding. A whole month bears a twelfth of a year's interest, single
days 1/360 of it: 银发〔2005〕129号,《关于人民币存贷款计结息问题的通知》.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from weiyin.bank.account.term_deposits import months_after

MONTH = 12 * 10_000
"""Principal × basis points ÷ MONTH: the interest of a month."""
DAY = 360 * 10_000
"""Principal × basis points × days ÷ DAY: the interest of these days."""


class Method(StrEnum):
    EQUAL_INSTALMENT = "equal_instalment"
    EQUAL_PRINCIPAL = "equal_principal"
    INTEREST_ONLY = "interest_only"


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a loan to fall due. Amounts in fen, the rate in basis points a year.

    `each_fen`: the instalment of EQUAL_INSTALMENT, the principal of EQUAL_PRINCIPAL, else 0.
    `done`: how many of `months` have fallen due.
    """

    method: Method
    left_fen: int
    annual_bp: int
    each_fen: int
    months: int
    opened: date
    done: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment. `left_fen`: the principal that remains after it."""

    number: int
    due: date
    principal_fen: int
    interest_fen: int
    left_fen: int

    @property
    def total_fen(self) -> int:
        return self.principal_fen + self.interest_fen


def whole(method: Method, principal_fen: int, annual_bp: int, months: int, opened: date) -> Rest:
    """A loan of which nothing has fallen due yet."""
    each = each_of(method, principal_fen, annual_bp, months)
    return Rest(method, principal_fen, annual_bp, each, months, opened)


def each_of(method: Method, principal_fen: int, annual_bp: int, months: int) -> int:
    """`Rest.each_fen` for this principal over so many months."""
    assert principal_fen >= 0 < months, "a loan has months"
    assert annual_bp >= 0, "a rate is not negative"
    if method is Method.INTEREST_ONLY:
        return 0
    if method is Method.EQUAL_PRINCIPAL or not annual_bp:
        return principal_fen // months
    grown, base = (MONTH + annual_bp) ** months, MONTH**months
    return half_up(principal_fen * annual_bp * grown, MONTH * (grown - base))


def parts(rest: Rest) -> Iterator[Part]:
    """The instalments to come, whole months each. Their principal sums to what is left."""
    left = rest.left_fen
    for number in range(rest.done + 1, rest.months + 1):
        if not left:
            return
        due = months_after(rest.opened, number)
        interest = _interest(rest, left, number, due)
        principal = min(left, _principal(rest, interest)) if number < rest.months else left
        left -= principal
        yield Part(number, due, principal, interest, left)


def with_first_interest(rest: Rest, interest_fen: int) -> Iterator[Part]:
    """The same, its first month's interest known otherwise: it was broken by a repayment."""
    for part in parts(rest):
        if part.number == rest.done + 1:
            yield replace(part, interest_fen=interest_fen)
        else:
            yield part


def shortened(rest: Rest) -> int:
    """In how many months altogether it is paid when `each_fen` stays as it is."""
    endless = replace(rest, months=rest.months + 1)
    paid = [part.number for part in parts(endless) if part.number <= rest.months]
    return max(paid, default=rest.done + 1)


def half_up(numerator: int, denominator: int) -> int:
    """Rounded to a whole number, halves up; neither is negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def _interest(rest: Rest, left: int, number: int, due: date) -> int:
    if rest.method is Method.INTEREST_ONLY:
        days = (due - months_after(rest.opened, number - 1)).days
        return half_up(left * rest.annual_bp * days, DAY)
    return half_up(left * rest.annual_bp, MONTH)


def _principal(rest: Rest, interest: int) -> int:
    if rest.method is Method.EQUAL_INSTALMENT:
        return max(rest.each_fen - interest, 0)
    return rest.each_fen
