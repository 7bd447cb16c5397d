"""Wealth products and cash products, at their newest net value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from weiyin.bank.holdings.source import Holding, Source
from weiyin.bank.wealth.positions import positions
from weiyin.bank.wealth.shelf import Kind
from weiyin.storage.store import Reader


def _holdings(reader: Reader, book: str, customer_no: str, today: date) -> Iterator[Holding]:
    for one in positions(reader, book, customer_no, today):
        if one.kind is not Kind.FUND and (worth := one.value + one.incoming):
            yield Holding("理财", one.name, worth, one.risk)


SOURCE = Source("理财", 30, _holdings)
