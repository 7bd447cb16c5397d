"""The stage of the contract's checks: a core, two test customers, and how to ask and demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from weiyin.bank.core import Books, Core, TransferOrder
from weiyin.base.errors import WeiyinError
from weiyin.base.ids import opaque_token
from weiyin.base.money import Money
from weiyin.storage.store import Reader, Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Person:
    """A test customer with an active debit card and some money (ten yuan will do)."""

    customer_no: str
    name: str
    id_number: str
    phone: str
    card_number: str
    account_no: str


@dataclass(frozen=True, slots=True)
class People:
    payer: Person
    payee: Person


@dataclass(frozen=True, slots=True)
class Bench:
    """`ask` puts one question to the core, in a unit of work of its own where there is one."""

    core: Core
    store: Store | None
    people: People | None

    def ask(self, question: Callable[[Books], T]) -> T:
        if self.core.atomic:
            assert self.store is not None, "an atomic core is checked on its store"
            return self.store.run(lambda tx: question(self.core.books(tx)))
        return question(self.core.books(cast("Reader", None)))

    def refused(self, kind: type[WeiyinError], question: Callable[[Books], object]) -> str:
        """Demand this refusal; what the customer would hear."""
        try:
            answer = self.ask(question)
        except kind as error:
            return error.heard
        raise AssertionError(f"expected {kind.__name__}, got {answer!r}")

    @property
    def payer(self) -> Person:
        assert self.people is not None
        return self.people.payer

    @property
    def payee(self) -> Person:
        assert self.people is not None
        return self.people.payee

    def order(self, fen: int = 1, *, back: bool = False) -> TransferOrder:
        """A new order of payer to payee, or `back`."""
        a, b = (self.payee, self.payer) if back else (self.payer, self.payee)
        key = f"contract-{opaque_token()}"
        return TransferOrder(key, a.customer_no, a.account_no, b.account_no, b.name, Money(fen))

    def posted(self, person: Person) -> int:
        return self.ask(lambda books: books.balance(person.account_no)).posted.fen


def same(seen: object, expected: object, what: str) -> None:
    if seen != expected:
        raise AssertionError(f"{what}: {seen!r} instead of {expected!r}")
