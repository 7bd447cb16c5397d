"""A biller that truly takes money, and gets everything else wrong as told: beside it, its truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from weiyin.bank.bills.catalogue import Biller
from weiyin.bank.bills.provider import (
    Charge,
    Declined,
    Fate,
    Found,
    Instruction,
    Paid,
    Taking,
    Unclear,
)
from weiyin.base.clock import Clock, shanghai_day
from weiyin.base.errors import TryLater, Unknown
from weiyin.base.money import Money


class Fault(StrEnum):
    """What goes wrong with the next thing that is asked."""

    NONE = "none"
    LOST_BEFORE = "lost before"
    """The line breaks before it arrives."""
    LOST_AFTER = "lost after"
    """It is done, and the answer never comes."""
    UNCLEAR = "unclear"
    """It is done, and the answer says nothing."""
    SILENT = "silent"
    """Nothing can be asked now."""
    DECLINED = "declined"
    OTHER_AMOUNT = "other amount"


@dataclass(slots=True)
class Took:
    """What the biller has for a key; nothing once it was given back."""

    paid: Paid
    day: date
    returned: Paid | None = None
    is_lost: bool = False
    """Undone there without a word."""

    @property
    def is_there(self) -> bool:
        return self.returned is None and not self.is_lost


@dataclass
class Erring:
    """A `Provider`. The same key is taken once, however often it arrives."""

    clock: Clock
    fault: Fault = Fault.NONE
    took: dict[str, Took] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    arrivals: dict[str, Instruction] = field(default_factory=dict)
    """Whatever was ever sent, arrived or not."""

    def find(self, biller: Biller, number: str, told: Mapping[str, str]) -> Found | None:
        raise NotImplementedError

    def search(self, biller: Biller, asked: Mapping[str, str]) -> Sequence[Charge]:
        raise NotImplementedError

    def pay(self, asked: Instruction) -> Fate:
        self.arrivals[asked.key] = asked
        fault = self._next()
        if fault is Fault.LOST_BEFORE:
            raise Unknown("the line is down")
        if asked.key not in self.took and (fault is Fault.DECLINED or asked.key in self.refused):
            self.refused.add(asked.key)
            return Declined("余额系统维护")
        paid = self.take(asked.key, less=1_000 if fault is Fault.OTHER_AMOUNT else 0)
        if fault is Fault.LOST_AFTER:
            raise Unknown("the answer is lost")
        return Unclear("being processed") if fault is Fault.UNCLEAR else paid

    def take(self, key: str, less: int = 0) -> Paid:
        """What was sent under `key` is done, be it late and against its own word."""
        if key not in self.took:
            fen = self.arrivals[key].amount.fen - less
            self.took[key] = Took(Paid(f"R-{key}", Money(fen)), shanghai_day(self.clock.now()))
        return self.took[key].paid

    def look(self, key: str) -> Fate | None:
        if self._next() is not Fault.NONE:
            raise TryLater("nobody answers")
        if key in self.took:
            return self.took[key].paid
        return Declined("余额系统维护") if key in self.refused else None

    def give_back(self, key: str) -> Fate:
        fault = self._next()
        if fault is Fault.LOST_BEFORE:
            raise Unknown("the line is down")
        took = self.took.get(key)
        if took is None or took.is_lost or fault is Fault.DECLINED:
            return Declined("已出票，不能退")
        if took.returned is None:
            took.returned = Paid(f"B-{key}", took.paid.amount)
        if fault in {Fault.LOST_AFTER, Fault.UNCLEAR}:
            raise Unknown("the answer is lost")
        return took.returned

    def takings(self, biller: Biller, day: date) -> Sequence[Taking]:
        del biller
        if self._next() is not Fault.NONE:
            raise TryLater("not made yet")
        return [
            Taking(key, one.paid.reference, one.paid.amount)
            for key, one in self.took.items()
            if one.day == day and one.is_there
        ]

    def _next(self) -> Fault:
        fault, self.fault = self.fault, Fault.NONE
        if fault is Fault.SILENT:
            raise TryLater("nobody answers")
        return fault
