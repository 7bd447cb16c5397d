"""The small bank with a provider of billers that says what it was told to, and a worker's steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from tests.bank import town
from weiyin.bank.bills.billing import Billing
from weiyin.bank.bills.carrying import carry_out
from weiyin.bank.bills.catalogue import Biller
from weiyin.bank.bills.making import TOPIC
from weiyin.bank.bills.orders import State, find_order
from weiyin.bank.bills.provider import Charge, Fate, Found, Instruction, Paid, Taking
from weiyin.bank.core import Receipt
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.history import balance
from weiyin.bank.services.bills import Bills, OrderView
from weiyin.bank.verify import verify
from weiyin.base.clock import ManualClock
from weiyin.base.errors import TryLater
from weiyin.base.money import Money
from weiyin.storage import outbox
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store

WATER, NUMBER = "water-beijing", "1000000012"
OWED = Money(5_000)


@dataclass
class Provider:
    """Gives the answers it was told to (else yes), and remembers what it was asked."""

    answers: list[Fate | Exception] = field(default_factory=list)
    seen: dict[str, Fate] = field(default_factory=dict)
    asked: list[Instruction] = field(default_factory=list)
    charges: tuple[Charge, ...] = (Charge("W1", "6月水费", OWED, date(2026, 7, 25)),)
    lines: list[Taking] = field(default_factory=list)
    is_late: bool = False
    """With the statements."""

    def find(self, biller: Biller, number: str, told: Mapping[str, str]) -> Found | None:
        del biller, number, told
        return Found("*小雷", self.charges)

    def search(self, biller: Biller, asked: Mapping[str, str]) -> Sequence[Charge]:
        del biller, asked
        return self.charges

    def pay(self, asked: Instruction) -> Fate:
        self.asked.append(asked)
        answer = self.answers.pop(0) if self.answers else Paid("R1", asked.amount)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def look(self, key: str) -> Fate | None:
        return self.seen.get(key)

    def give_back(self, key: str) -> Fate:
        del key
        answer = self.answers.pop(0)
        assert not isinstance(answer, Exception)
        return answer

    def takings(self, biller: Biller, day: date) -> Sequence[Taking]:
        del biller, day
        if self.is_late:
            raise TryLater("not made yet")
        return self.lines


@dataclass
class Desk:
    """李小雷 pays."""

    store: Store
    core: EmbeddedCore
    clock: ManualClock
    provider: Provider

    def pay(self, key: str = "k", ref: str = "W1", amount: Money = OWED) -> OrderView:
        who, charge = town.LEI, Charge(ref, "6月水费", amount)
        return self.store.run(
            lambda tx: (
                self.core.books(tx)
                .service(Bills)
                .pay(key, who.customer_no, who.account_no, WATER, NUMBER, charge, {})
            )
        )

    def step(self) -> list[State]:
        """A worker takes what is due."""
        now = self.clock.now()
        parcels = self.store.run(lambda tx: outbox.lease(tx, [TOPIC], "w", now, 30, 20))
        return [carry_out(self.store, self.core, one, self.clock) for one in parcels]

    def wait(self, **span: float) -> None:
        self.clock.advance(timedelta(**span))

    def state(self, key: str = "k") -> State:
        found = self.store.read(lambda r: find_order(r, self.core.sealer, self.core.book, key))
        assert found is not None
        return found.state

    def receipt(self, key: str = "k") -> Receipt:
        found = self.store.read(lambda r: self.core.books(r).order_status(key))
        assert found is not None
        return found

    def money(self, account_no: str = town.LEI.account_no) -> tuple[int, int]:
        """(posted, held) in fen."""
        found = self.store.read(lambda r: balance(r, self.core.book, account_no))
        return found.posted.fen, found.held.fen

    def check(self) -> None:
        """The ledger is whole."""
        assert self.store.read(lambda reader: verify(reader, self.core.book)) == []


@pytest.fixture
def desk(store: Store, clock: ManualClock, sealer: Sealer) -> Desk:
    provider = Provider()
    core = EmbeddedCore(town.BOOK, clock, sealer, billing=Billing(provider=provider))
    store.run(lambda tx: town.build(tx, core))
    return Desk(store, core, clock, provider)
