"""Money put away in term deposits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from weiyin.bank.account.term_deposits import deposits_of
from weiyin.bank.holdings.source import Holding, Source
from weiyin.storage.store import Reader


def _holdings(reader: Reader, book: str, customer_no: str, _today: date) -> Iterator[Holding]:
    for one in deposits_of(reader, book, customer_no):
        detail = f"{one.ends} 到期" if one.term_months else one.ends
        yield Holding("定期存款", one.name, one.amount, detail)


SOURCE = Source("定期存款", 20, _holdings)
