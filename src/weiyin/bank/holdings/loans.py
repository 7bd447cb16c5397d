"""What is owed on loans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from weiyin.bank.holdings.source import Holding, Source
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_OF = sql(
    "SELECT p.name, a.credit_fen - a.debit_fen, l.next_due FROM ledger_accounts a"
    " JOIN loans l ON l.book=a.book AND l.loan_no=a.no"
    " JOIN loan_products p ON p.book=l.book AND p.code=l.product"
    " WHERE a.customer_no=:customer_no AND a.book=:book AND a.kind='loan'"
    " AND l.state='active' ORDER BY a.no"
)


def _holdings(reader: Reader, book: str, customer_no: str, _today: date) -> Iterator[Holding]:
    for name, fen, due in reader.all(_OF, book=book, customer_no=customer_no):
        yield Holding("贷款", name, Money(int(fen)), f"{due} 还款")


SOURCE = Source("贷款", 95, _holdings)
