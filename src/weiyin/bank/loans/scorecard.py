"""小微快贷's scorecard: plain points for plain facts, every one of them told to the applicant.

From `loan.micro_pass_score` on a limit is granted at once. Below it a person looks: nobody is
turned down by the score alone (个人信息保护法 article 24: a decision made by machine alone may be
refused, and must be explained). Who is overdue cannot apply until that is paid.
"""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.loans.known import MONTHS, Known
from weiyin.base.money import Money

YEARS = ("under1", "1to3", "over3")
"""How long the business has run, as the applicant declares."""
_YEARS = {"under1": (0, "不满1年"), "1to3": (15, "1至3年"), "over3": (25, "3年以上")}
_SINCE = ((730, 25), (180, 15), (0, 5))
_MONTHLY = ((3_000_000, 25), (1_000_000, 18), (300_000, 10), (0, 0))
_BALANCE = ((5_000_000, 25), (1_000_000, 18), (100_000, 8), (0, 0))
_STEP = 100_000
"""A limit is whole thousands of yuan."""
_TIMES = 6
"""Months of income that are lent at most."""


@dataclass(frozen=True, slots=True)
class Point:
    """`points` of at most `most`, and the fact that they were given for."""

    title: str
    points: int
    most: int
    fact: str


def score(known: Known, years: str) -> tuple[Point, ...]:
    """At most a hundred altogether."""
    given, said = _YEARS[years]
    return (
        Point("与本行往来时长", _step(_SINCE, known.days), 25, f"{known.days // 30}个月"),
        Point(
            f"近{MONTHS}个月月均入账", _step(_MONTHLY, known.monthly.fen), 25, f"{known.monthly}元"
        ),
        Point("活期余额", _step(_BALANCE, max(known.balance.fen, 0)), 25, f"{known.balance}元"),
        Point("经营年限", given, 25, said),
    )


def limit_for(known: Known, wished: Money) -> Money:
    """What is granted at once: no more than was wished for, and than some months' income."""
    fen = min(wished.fen, known.monthly.fen * _TIMES)
    return Money(max(fen, 0) // _STEP * _STEP)


def _step(steps: tuple[tuple[int, int], ...], value: int) -> int:
    return next(points for least, points in steps if value >= least)
