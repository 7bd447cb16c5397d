"""The shape of a kind of holding, and all of them gathered."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import weiyin.bank.holdings
from weiyin.base.money import Money
from weiyin.storage.store import Reader


@dataclass(frozen=True, slots=True)
class Holding:
    """`amount` in yuan (CNY), as of now; what is owed is negative. `name` tells it from others."""

    kind: str
    name: str
    amount: Money
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """`holdings(reader, book, customer_no, today)`: those of one kind, none of another customer."""

    kind: str
    place: int
    """Where the kind stands in the overview, smallest first."""
    holdings: Callable[[Reader, str, str, date], Iterable[Holding]]


@cache
def sources() -> tuple[Source, ...]:
    """Every kind there is, in their places."""
    package = weiyin.bank.holdings
    found: list[Source] = []
    for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        source = getattr(importlib.import_module(info.name), "SOURCE", None)
        if isinstance(source, Source):
            found.append(source)
    return tuple(sorted(found, key=lambda one: (one.place, one.kind)))


def holdings_of(reader: Reader, book: str, customer_no: str, today: date) -> tuple[Holding, ...]:
    return tuple(
        holding
        for source in sources()
        for holding in source.holdings(reader, book, customer_no, today)
    )
