"""The port to whoever speaks to the billers: an aggregator, a city's payment platform, a merchant.

What it is asked may take long, fail, or be done without an answer; so `pay` carries the order's
key, the same however often it is asked, and `look` tells what became of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from weiyin.bank.bills.catalogue import Biller
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class Charge:
    """Something to pay: an amount due, or a thing for sale. `ref` is the provider's name for it."""

    ref: str
    title: str
    """As a customer reads it: `2026年6月水费`, `05排07座`."""
    amount: Money
    due: date | None = None
    facts: tuple[tuple[str, str], ...] = ()
    left: int = 1
    """How many there are of a thing for sale; 0: sold out."""
    starts: datetime | None = None
    """When it takes place, where that matters for giving it back."""


@dataclass(frozen=True, slots=True)
class Found:
    """An account of the biller's. `holder` is masked by the provider; nothing due: no charges."""

    holder: str
    charges: tuple[Charge, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Instruction:
    """What is to be paid. `told` is what the provider needs beside the number: a name, a seat."""

    key: str
    biller: str
    number: str
    ref: str
    amount: Money
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Paid:
    """`amount` is what the biller has credited; `code` what fetches the thing that was bought."""

    reference: str
    amount: Money
    code: str = ""


@dataclass(frozen=True, slots=True)
class Declined:
    """It has not happened and will not. `why` is fit for the customer."""

    why: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """No clear answer came: it may or may not have happened."""

    why: str


Fate = Paid | Declined | Unclear


@dataclass(frozen=True, slots=True)
class Taking:
    """A line of a biller's statement of a day: what it says it has been paid under our key."""

    key: str
    reference: str
    amount: Money


class Provider(Protocol):
    """Every call may raise `TryLater` (nothing happened) or `Unknown`; each may be slow."""

    def find(self, biller: Biller, number: str, told: Mapping[str, str]) -> Found | None:
        """The account of that number and what is due on it; None when there is no such account."""
        ...

    def search(self, biller: Biller, asked: Mapping[str, str]) -> Sequence[Charge]:
        """What is for sale, in the order it should be shown. `asked` narrows it down."""
        ...

    def pay(self, asked: Instruction) -> Fate: ...

    def look(self, key: str) -> Fate | None:
        """What became of `key`; None when it never arrived there."""
        ...

    def give_back(self, key: str) -> Fate:
        """Take back what was bought under `key`: `Paid` with what is returned, or `Declined`."""
        ...

    def takings(self, biller: Biller, day: date) -> Sequence[Taking]:
        """The biller's statement of `day` in Shanghai. Raises TryLater while it is not made yet."""
        ...
