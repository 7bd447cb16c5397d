"""Savings bonds of the treasury, at par."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from weiyin.bank.holdings.source import Holding, Source
from weiyin.bank.wealth.bonds import bonds_of, issues
from weiyin.storage.store import Reader


def _holdings(reader: Reader, book: str, customer_no: str, _today: date) -> Iterator[Holding]:
    held = bonds_of(reader, book, customer_no)
    names = {one.code: one.name for one in issues(reader, book)} if held else {}
    for one in held:
        yield Holding("国债", names[one.code], one.amount, f"{one.next} 付息")


SOURCE = Source("国债", 25, _holdings)
