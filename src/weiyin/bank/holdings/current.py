"""Money on current accounts of all classes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from weiyin.bank.account.facts import CLASS_OF
from weiyin.bank.holdings.source import Holding, Source
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

# A card's tail is what people know an account by; an account without one goes by its own.
_OF = sql(
    "SELECT a.no, a.kind, a.credit_fen - a.debit_fen, a.currency,"
    " (SELECT MIN(c.tail) FROM cards c WHERE c.book=a.book AND c.customer_no=a.customer_no"
    " AND c.account_no=a.no) FROM ledger_accounts a"
    " WHERE a.book=:book AND a.customer_no=:customer_no AND a.bucket=0"
    " AND a.kind IN ('current', 'current2', 'current3') AND a.status <> 'closed' ORDER BY a.no"
)


def _holdings(reader: Reader, book: str, customer_no: str, _today: date) -> Iterator[Holding]:
    for no, kind, fen, currency, tail in reader.all(_OF, book=book, customer_no=customer_no):
        name = f"{'ⅠⅡⅢ'[CLASS_OF[kind] - 1]}类户 {mask_card(tail or no)}"
        yield Holding("活期存款", name, Money(int(fen), currency))


SOURCE = Source("活期存款", 10, _holdings)
