"""Insurance that the bank sells as an agent: shown here, sold by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

KINDS = {
    "accident": "意外险",
    "health": "医疗健康险",
    "life": "寿险",
    "annuity": "年金险",
    "property": "家财险",
}

_ALL = sql(
    "SELECT code, name, insurer, kind, about, suits, from_fen, term FROM insurance_products"
    " WHERE book=:book ORDER BY place, code"
)
_PUT = sql(
    "INSERT INTO insurance_products (book, code, name, insurer, kind, about, suits, from_fen, term,"
    " place) VALUES (:book, :code, :name, :insurer, :kind, :about, :suits, :from_fen, :term,"
    " :place)"
    " ON CONFLICT (book, code) DO UPDATE SET name=excluded.name, insurer=excluded.insurer,"
    " kind=excluded.kind, about=excluded.about, suits=excluded.suits, from_fen=excluded.from_fen,"
    " term=excluded.term, place=excluded.place"
)


@dataclass(frozen=True, slots=True)
class Insurance:
    """`kind` is one of KINDS; `since` the least premium; `suits` whom it is for."""

    code: str
    name: str
    insurer: str
    kind: str
    about: str
    suits: str
    since: Money
    term: str


def insurances(reader: Reader, book: str) -> tuple[Insurance, ...]:
    """In the order in which the bank shows them."""
    return tuple(
        Insurance(code, name, insurer, kind, about, suits, Money(int(fen)), term)
        for code, name, insurer, kind, about, suits, fen, term in reader.all(_ALL, book=book)
    )


def list_insurances(tx: Tx, book: str, shelf: Sequence[Insurance]) -> None:
    """Put them on the shelf in this order; a known code is changed."""
    tx.many(
        _PUT,
        [
            {
                "book": book, "code": one.code, "name": one.name, "insurer": one.insurer,
                "kind": one.kind, "about": one.about, "suits": one.suits,
                "from_fen": one.since.fen, "term": one.term, "place": place,
            }
            for place, one in enumerate(shelf)
        ],
    )  # fmt: skip
