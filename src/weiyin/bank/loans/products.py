"""The shelf of loans, and the prime rate (LPR) that every rate hangs on.

A rate is the LPR in force plus the contract's margin in basis points; it changes with the LPR once
a year, on the day of the year on which the loan was drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from weiyin.bank import tariffs
from weiyin.bank.loans.schedule import Method
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

LPR = {"1y": "loan.lpr_1y_bp", "5y": "loan.lpr_5y_bp"}
"""The tariff of each prime rate: of up to five years, and of more than five."""

_COLUMNS = (
    "SELECT code, name, about, lpr, margin_bp, least_fen, most_fen, most_months, methods,"
    " documents, revolving, prepay_bp, prepay_months, notice_days FROM loan_products"
    " WHERE book=:book"
)
_ALL = sql(f"{_COLUMNS} ORDER BY place, code")
_FIND = sql(f"{_COLUMNS} AND code=:code")
_PUT = sql(
    "INSERT INTO loan_products (book, code, name, about, lpr, margin_bp, least_fen, most_fen,"
    " most_months, methods, documents, revolving, prepay_bp, prepay_months, notice_days, place)"
    " VALUES (:book, :code, :name, :about, :lpr, :margin_bp, :least_fen, :most_fen, :most_months,"
    " :methods, :documents, :revolving, :prepay_bp, :prepay_months, :notice_days, :place)"
    " ON CONFLICT (book, code) DO UPDATE SET name=excluded.name, about=excluded.about,"
    " lpr=excluded.lpr, margin_bp=excluded.margin_bp, least_fen=excluded.least_fen,"
    " most_fen=excluded.most_fen, most_months=excluded.most_months, methods=excluded.methods,"
    " documents=excluded.documents, revolving=excluded.revolving, prepay_bp=excluded.prepay_bp,"
    " prepay_months=excluded.prepay_months, notice_days=excluded.notice_days, place=excluded.place"
)


@dataclass(frozen=True, slots=True)
class LoanProduct:
    """`documents`: what an application must bring. `prepay_bp` of what is repaid early in the
    first `prepay_months` is its cost; `notice_days` before it wants to be told. `revolving`: drawn
    and repaid at any time within a limit.
    """

    code: str
    name: str
    about: str
    lpr: str
    margin_bp: int
    least: Money
    most: Money
    most_months: int
    methods: tuple[Method, ...]
    documents: tuple[str, ...] = ()
    revolving: bool = False
    prepay_bp: int = 0
    prepay_months: int = 0
    notice_days: int = 0


def products(reader: Reader, book: str) -> tuple[LoanProduct, ...]:
    """In the order in which the bank shows them."""
    return tuple(map(_product, reader.all(_ALL, book=book)))


def find_product(reader: Reader, book: str, code: str) -> LoanProduct:
    """Raises NotFound."""
    row = reader.one(_FIND, book=book, code=code)
    if row is None:
        raise NotFound(f"loan product {code}", heard="没有这款贷款产品")
    return _product(row)


def list_loans(tx: Tx, book: str, shelf: Sequence[LoanProduct]) -> None:
    """Put them on the shelf in this order; a known code is changed."""
    if any(one.lpr not in LPR or not one.methods or one.least > one.most for one in shelf):
        raise BadInput("product", "贷款产品信息不完整")
    tx.many(
        _PUT,
        [
            {
                "book": book, "code": one.code, "name": one.name, "about": one.about,
                "lpr": one.lpr, "margin_bp": one.margin_bp, "least_fen": one.least.fen,
                "most_fen": one.most.fen, "most_months": one.most_months,
                "methods": ",".join(one.methods), "documents": ",".join(one.documents),
                "revolving": int(one.revolving), "prepay_bp": one.prepay_bp,
                "prepay_months": one.prepay_months, "notice_days": one.notice_days,
                "place": place,
            }
            for place, one in enumerate(shelf)
        ],
    )  # fmt: skip


def rate_on(reader: Reader, book: str, lpr: str, margin_bp: int, day: date) -> int:
    """Basis points a year of a loan with this margin, drawn or repriced on `day`."""
    return max(tariffs.at(reader, book, LPR[lpr], day) + margin_bp, 0)


def _product(row: tuple[Any, ...]) -> LoanProduct:
    code, name, about, lpr, margin, least, most, months, methods, papers, revolving, bp, *days = row
    return LoanProduct(
        code, name, about, lpr, margin, Money(least), Money(most), months,
        tuple(map(Method, methods.split(","))), tuple(filter(None, papers.split(","))),
        bool(revolving), bp, *days,
    )  # fmt: skip
