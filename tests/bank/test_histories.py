"""M05 and M06: many writers and readers at once, and a history that one clerk could have made."""

from __future__ import annotations

import itertools
import os
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event

import pytest

from tests.bank import town
from tests.bank.histories import Saw, Wrote, faults
from tests.checks import Sabotage
from weiyin.bank.contract import Person
from weiyin.bank.core import TransferOrder
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.officer import Officer
from weiyin.bank.verify import verify
from weiyin.base.errors import NotAllowed, TryLater
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Store, open_store

SABOTAGE = {
    "M05": Sabotage(
        "src/weiyin/bank/accounts.py",
        "self.balance - self.out_held - spent < self.floor",
        "self.balance - self.out_held < self.floor",
    ),
    "M06": Sabotage(
        "src/weiyin/bank/batch.py",
        "        tx.many(_ADD_LINE, self._lines)\n",
        "        tx.many(_ADD_LINE, self._lines[:1])\n",
    ),
}

WRITERS, READERS, EACH = 8, 4, 25
FEN = 100_000
"""What each of six people begins with: little enough that some orders are refused."""
_SECONDS = 60.0 if os.environ.get("WEIYIN_ATTACK_SCALE") == "full" else 0.0
"""Writers go on at least this long where every look is cheap."""

_BALANCE = sql(
    "SELECT credit_fen - debit_fen FROM ledger_accounts WHERE book=:book AND no=:no AND bucket=0"
)
_LINES = sql(
    "SELECT entry_no FROM ledger_lines WHERE book=:book AND account_no=:no AND bucket=0"
    " ORDER BY seq"
)


@dataclass
class Crowd:
    """Writers and readers of one bank, each reader at a store of its own."""

    store: Store
    others: list[Store]
    core: EmbeddedCore
    people: list[Person]
    wrote: list[Wrote] = field(default_factory=list)
    saw: list[Saw] = field(default_factory=list)
    totals: list[tuple[int, int]] = field(default_factory=list)
    """(sum, least) of all balances, of each look at them."""
    _ticks: Iterator[int] = field(default_factory=itertools.count)

    def work(self, look: Callable[[Reader, random.Random], None], seconds: float = 0.0) -> None:
        """Everybody at once; readers read until the last writer is done."""
        is_over, until = Event(), time.monotonic() + seconds
        with ThreadPoolExecutor(WRITERS + READERS) as pool:
            readers = [pool.submit(self._read, n, look, is_over) for n in range(READERS)]
            writers = [pool.submit(self._write, n, until) for n in range(WRITERS)]
            try:
                for one in writers:
                    one.result()
            finally:
                is_over.set()
            for one in readers:
                one.result()

    def _write(self, number: int, until: float) -> None:
        dice = random.Random(number)
        for serial in itertools.count():
            if serial >= EACH and time.monotonic() >= until:
                return
            payer, payee = dice.sample(self.people, 2)
            order = town.order(f"w{number}-{serial}", dice.randint(1, FEN), payer, payee)
            with suppress(NotAllowed):
                self._send(order)

    def _send(self, order: TransferOrder) -> None:
        began = next(self._ticks)
        while True:
            with suppress(TryLater):
                done = self.store.run(lambda tx: self.core.books(tx).transfer(order))
                break
        accounts = (order.from_account, order.to_account)
        self.wrote.append(Wrote(began, next(self._ticks), done.entry_no, accounts))

    def _read(
        self, number: int, look: Callable[[Reader, random.Random], None], is_over: Event
    ) -> None:
        dice, store = random.Random(-number), self.others[number % len(self.others)]
        while not is_over.is_set():
            store.read(lambda reader: look(reader, dice))

    def count(self, reader: Reader, _dice: random.Random) -> None:
        """Every balance, each by a statement of its own, in one snapshot."""
        found = [self._one(reader, person.account_no) for person in self.people]
        self.totals.append((sum(found), min(found)))

    def see(self, reader: Reader, dice: random.Random) -> None:
        """The lines of three accounts in one snapshot."""
        began = next(self._ticks)
        chosen = dice.sample(self.people, 3)
        lists = {one.account_no: self._lines(reader, one.account_no) for one in chosen}
        self.saw.append(Saw(began, next(self._ticks), lists))

    def last(self) -> dict[str, list[str]]:
        def look(reader: Reader) -> dict[str, list[str]]:
            return {p.account_no: self._lines(reader, p.account_no) for p in self.people}

        return self.store.read(look)

    def _one(self, reader: Reader, no: str) -> int:
        row = reader.one(_BALANCE, book=town.BOOK, no=no)
        assert row is not None
        return int(row[0])

    def _lines(self, reader: Reader, no: str) -> list[str]:
        """Without the one that the account was opened with."""
        return [row[0] for row in reader.all(_LINES, book=town.BOOK, no=no)][1:]


@pytest.fixture
def crowd(store: Store, store_url: str, core: EmbeddedCore) -> Iterator[Crowd]:
    officer = Officer(core)
    people = [town.person(serial, f"客户{serial}") for serial in range(11, 17)]
    for one in people:
        store.run(
            lambda tx, one=one: town.add_person(tx, officer, one, FEN, Money(10**12))  # type: ignore[misc]
        )
    others = [open_store(store_url) for _ in range(2)]
    yield Crowd(store, others, core, people)
    for other in others:
        other.close()


def test_m05_every_look_at_all_balances_adds_up(
    crowd: Crowd, record_property: Callable[[str, object], None]
) -> None:
    crowd.work(crowd.count, _SECONDS)
    record_property("attempts", len(crowd.totals))
    assert {total for total, _ in crowd.totals} == {FEN * len(crowd.people)}
    assert min(least for _, least in crowd.totals) >= 0
    assert crowd.store.read(lambda reader: verify(reader, town.BOOK)) == []


def test_m06_one_order_explains_what_everybody_wrote_and_saw(
    crowd: Crowd, record_property: Callable[[str, object], None]
) -> None:
    crowd.work(crowd.see)
    record_property("attempts", len(crowd.wrote) + len(crowd.saw))
    assert len(crowd.wrote) > EACH
    assert crowd.saw
    assert faults(crowd.wrote, crowd.saw, crowd.last()) == []


@pytest.mark.parametrize(
    ("writes", "reads", "last", "fault"),
    [
        ([Wrote(0, 1, "x", ("a",))], [], {"a": []}, "lost"),
        ([Wrote(0, 1, "x", ("a",))], [], {"a": ["x", "x"]}, "doubled"),
        ([Wrote(0, 1, "x", ("a",))], [Saw(2, 3, {"a": []})], {"a": ["x"]}, "no order"),
        ([Wrote(0, 1, "x", ("a",))], [Saw(0, 2, {"a": ["y"]})], {"a": ["x"]}, "never was"),
        (
            [Wrote(0, 9, "x", ("a", "b")), Wrote(1, 8, "y", ("a", "b"))],
            [],
            {"a": ["x", "y"], "b": ["y", "x"]},
            "no order",
        ),
    ],
)
def test_m06_a_bad_history_is_seen(
    writes: list[Wrote], reads: list[Saw], last: dict[str, list[str]], fault: str
) -> None:
    assert any(fault in found for found in faults(writes, reads, last))
