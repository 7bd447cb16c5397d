"""The housing provident fund, as a city's centre last told us of it for a customer who agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_OF = sql(
    "SELECT city, employer, balance_fen, monthly_fen, paid_to, loan_fen, as_of FROM provident_funds"
    " WHERE book=:book AND customer_no=:customer_no ORDER BY city"
)
_PUT = sql(
    "INSERT INTO provident_funds (book, customer_no, city, employer, balance_fen, monthly_fen,"
    " paid_to, loan_fen, as_of) VALUES (:book, :customer_no, :city, :employer, :balance_fen,"
    " :monthly_fen, :paid_to, :loan_fen, :as_of) ON CONFLICT (book, customer_no, city) DO UPDATE"
    " SET employer=excluded.employer, balance_fen=excluded.balance_fen,"
    " monthly_fen=excluded.monthly_fen, paid_to=excluded.paid_to, loan_fen=excluded.loan_fen,"
    " as_of=excluded.as_of"
)


@dataclass(frozen=True, slots=True)
class ProvidentFund:
    """`monthly`: paid in by person and employer together. `paid_to`: the last month, `2026-06`.
    `loan`: what is left of a loan out of the fund.
    """

    city: str
    employer: str
    balance: Money
    monthly: Money
    paid_to: str
    loan: Money
    as_of: date


def funds_of(reader: Reader, book: str, customer_no: str) -> tuple[ProvidentFund, ...]:
    """One a city."""
    return tuple(
        ProvidentFund(
            city, employer, Money(balance), Money(monthly), paid_to, Money(loan),
            date.fromisoformat(as_of),
        )
        for city, employer, balance, monthly, paid_to, loan, as_of in reader.all(
            _OF, book=book, customer_no=customer_no
        )
    )  # fmt: skip


def put_fund(tx: Tx, book: str, customer_no: str, fund: ProvidentFund) -> None:
    """What a centre told: it takes the place of what it told before."""
    tx.run(
        _PUT, book=book, customer_no=customer_no, city=fund.city, employer=fund.employer,
        balance_fen=fund.balance.fen, monthly_fen=fund.monthly.fen, paid_to=fund.paid_to,
        loan_fen=fund.loan.fen, as_of=fund.as_of.isoformat(),
    )  # fmt: skip
