"""The small bank, its clearing house, and a worker's steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

import pytest

from tests.bank import town
from weiyin.bank.customers import set_daily_limit
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.history import balance
from weiyin.bank.numbers import luhn_digit
from weiyin.bank.payments.clearing import Accepted, Fate, Instruction
from weiyin.bank.payments.making import TOPIC
from weiyin.bank.payments.orders import State
from weiyin.bank.payments.routes import Mode
from weiyin.bank.payments.sending import send_payment
from weiyin.bank.service import Service
from weiyin.bank.services.payments import Payments, PaymentView
from weiyin.base.clock import ManualClock
from weiyin.base.money import Money
from weiyin.storage import outbox
from weiyin.storage.store import Reader, Store

S = TypeVar("S", bound=Service)
T = TypeVar("T")


def number_at_icbc(serial: int) -> str:
    body = f"622202{serial:012d}"
    return body + luhn_digit(body)


ICBC = number_at_icbc(1)


@dataclass
class House:
    """A clearing house of the test: says what it was told to (else yes), remembers what came."""

    answers: list[Fate | Exception] = field(default_factory=list)
    seen: dict[str, Fate] = field(default_factory=dict)
    sent: list[Instruction] = field(default_factory=list)
    pulled: list[Instruction] = field(default_factory=list)
    looked: int = 0

    def send(self, instruction: Instruction) -> Fate:
        self.sent.append(instruction)
        return self._say(instruction)

    def pull(self, instruction: Instruction) -> Fate:
        self.pulled.append(instruction)
        return self._say(instruction)

    def look(self, key: str) -> Fate | None:
        self.looked += 1
        return self.seen.get(key)

    def _say(self, instruction: Instruction) -> Fate:
        answer = self.answers.pop(0) if self.answers else Accepted("R1")
        if isinstance(answer, Exception):
            raise answer
        self.seen.setdefault(instruction.key, answer)
        return answer


@dataclass
class Desk:
    """One bank with one clearing house; 李小雷 pays."""

    store: Store
    core: EmbeddedCore
    clock: ManualClock
    house: House = field(default_factory=House)

    def pay(
        self, key: str, fen: int = 10_000, mode: Mode = Mode.REALTIME, bank: str = "ICBC",
        number: str = ICBC, name: str = "张三",
    ) -> PaymentView:  # fmt: skip
        who, money = town.LEI, Money(fen)
        return self.order(
            Payments,
            lambda service: service.pay(
                key, who.customer_no, who.account_no, bank, number, name, money, mode, "饭钱"
            ),
        )

    def later_to_mei(self, key: str, fen: int = 10_000, mode: Mode = Mode.NORMAL) -> PaymentView:
        return self.pay(key, fen, mode, "", town.MEI.account_no, town.MEI.name)

    def cancel(self, reference: str, key: str = "cancel") -> PaymentView:
        customer = town.LEI.customer_no
        return self.order(Payments, lambda s: s.cancel(f"{key}:{reference}", customer, reference))

    def progress(self, reference: str) -> PaymentView:
        return self.look(Payments, lambda s: s.progress(town.LEI.customer_no, reference))

    def order(self, kind: type[S], work: Callable[[S], T]) -> T:
        return self.store.run(lambda tx: work(self.core.books(tx).service(kind)))

    def look(self, kind: type[S], work: Callable[[S], T]) -> T:
        return self.store.read(lambda reader: work(self.core.books(reader).service(kind)))

    def step(self, most: int = 20) -> list[State]:
        """A worker takes what is due."""
        now = self.clock.now()
        parcels = self.store.run(lambda tx: outbox.lease(tx, [TOPIC], "w", now, 30, most))
        return [send_payment(self.store, self.core, one, self.house, self.clock) for one in parcels]

    def set_limit(self, fen: int) -> None:
        who = town.LEI.customer_no
        self.store.run(lambda tx: set_daily_limit(tx, self.core.book, who, Money(fen)))

    def wait(self, **span: float) -> None:
        self.clock.advance(timedelta(**span))

    def money(self, account_no: str = town.LEI.account_no) -> tuple[int, int]:
        """(posted, held) in fen."""

        def look(reader: Reader) -> tuple[int, int]:
            found = balance(reader, self.core.book, account_no)
            return found.posted.fen, found.held.fen

        return self.store.read(look)

    def topics(self) -> dict[str, int]:
        return {one.topic: one.count for one in self.store.read(outbox.backlog)}


@pytest.fixture
def desk(store: Store, core: EmbeddedCore, clock: ManualClock) -> Desk:
    return Desk(store, core, clock)
