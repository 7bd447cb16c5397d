"""What the bank offers: wealth products and deposit rates, each rate in force from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from weiyin.bank.core import DepositRate, WealthProduct
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

RISKS = ("R1", "R2", "R3", "R4", "R5")

_PRODUCTS = sql(
    "SELECT code, name, risk, term_days, benchmark, start_fen, currency, sale_window"
    " FROM wealth_products WHERE book=:book ORDER BY place, code"
)
_PUT_PRODUCT = sql(
    "INSERT INTO wealth_products (book, code, name, risk, term_days, benchmark, start_fen,"
    " currency, sale_window, place) VALUES (:book, :code, :name, :risk, :term_days, :benchmark,"
    " :start_fen, :currency, :sale_window, :place) ON CONFLICT (book, code) DO UPDATE SET"
    " name=excluded.name, risk=excluded.risk, term_days=excluded.term_days,"
    " benchmark=excluded.benchmark, start_fen=excluded.start_fen, currency=excluded.currency,"
    " sale_window=excluded.sale_window, place=excluded.place"
)
_RATES = sql(
    "SELECT name, term_months, annual_bp, since FROM deposit_rates WHERE book=:book"
    " AND since<=:today ORDER BY term_months, name, since"
)
_PUT_RATE = sql(
    "INSERT INTO deposit_rates (book, name, term_months, annual_bp, since)"
    " VALUES (:book, :name, :term_months, :annual_bp, :since)"
    " ON CONFLICT (book, name, term_months, since) DO UPDATE SET annual_bp=excluded.annual_bp"
)


def wealth_products(reader: Reader, book: str) -> tuple[WealthProduct, ...]:
    """In the order in which the bank shows them."""
    return tuple(
        WealthProduct(code, name, risk, days, benchmark, Money(fen, currency), window)
        for code, name, risk, days, benchmark, fen, currency, window in reader.all(
            _PRODUCTS, book=book
        )
    )


def list_products(tx: Tx, book: str, products: Sequence[WealthProduct]) -> None:
    """Put them on the shelf in this order; a known code is changed."""
    if unknown := {product.risk for product in products} - {*RISKS}:
        raise BadInput("risk", f"风险等级应为R1至R5：{'、'.join(sorted(unknown))}")
    tx.many(
        _PUT_PRODUCT,
        [
            {
                "book": book, "code": p.code, "name": p.name, "risk": p.risk,
                "term_days": p.term_days, "benchmark": p.benchmark, "start_fen": p.start.fen,
                "currency": p.start.currency, "sale_window": p.window, "place": place,
            }
            for place, p in enumerate(products)
        ],
    )  # fmt: skip


def deposit_rates(reader: Reader, book: str, today: date) -> tuple[DepositRate, ...]:
    """The rates in force on `today`, shortest term first."""
    rows = reader.all(_RATES, book=book, today=today.isoformat())
    in_force = {(months, name): (bp, since) for name, months, bp, since in rows}
    return tuple(
        DepositRate(name, months, bp, date.fromisoformat(since))
        for (months, name), (bp, since) in in_force.items()
    )


def current_bp(reader: Reader, book: str, day: date) -> int:
    """The rate of current accounts on `day`; 0 where none was announced."""
    rates = deposit_rates(reader, book, day)
    return next((one.annual_bp for one in rates if one.name.startswith("活期")), 0)


def set_rates(tx: Tx, book: str, rates: Sequence[DepositRate]) -> None:
    """Announce rates from their `since` on; earlier ones stay in force until then."""
    if any(rate.annual_bp < 0 or rate.term_months < 0 for rate in rates):
        raise BadInput("rate", "利率和期限不能为负")
    tx.many(
        _PUT_RATE,
        [
            {
                "book": book, "name": r.name, "term_months": r.term_months,
                "annual_bp": r.annual_bp, "since": r.since.isoformat(),
            }
            for r in rates
        ],
    )  # fmt: skip
