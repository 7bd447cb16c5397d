"""What is owed on credit cards; an overpaid card is money of the customer's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from weiyin.bank.holdings.source import Holding, Source
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_OF = sql(
    "SELECT a.no, a.credit_fen - a.debit_fen, a.currency,"
    " (SELECT MIN(c.tail) FROM cards c WHERE c.book=a.book AND c.customer_no=a.customer_no"
    " AND c.account_no=a.no) FROM ledger_accounts a"
    " WHERE a.book=:book AND a.customer_no=:customer_no AND a.bucket=0 AND a.kind='credit'"
    " ORDER BY a.no"
)


def _holdings(reader: Reader, book: str, customer_no: str, _today: date) -> Iterator[Holding]:
    for no, fen, currency, tail in reader.all(_OF, book=book, customer_no=customer_no):
        if fen:
            yield Holding(
                "信用卡欠款", f"信用卡 {mask_card(tail or no)}", Money(int(fen), currency)
            )


SOURCE = Source("信用卡欠款", 90, _holdings)
