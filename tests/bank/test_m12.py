"""M12: whatever happens to the accounts in whatever order, the books agree with a plain model."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.bank import town
from tests.checks import Sabotage
from weiyin.bank import history, holds, ledger
from weiyin.bank.accounts import NewAccount, open_account
from weiyin.bank.house import CASH, FEES, open_house
from weiyin.bank.postings import Leg, Posted, Posting
from weiyin.bank.verify import verify
from weiyin.base.errors import Conflict, NotAllowed
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.sqlite_session import SqliteTx

SABOTAGE = {
    "M12": Sabotage(
        "src/weiyin/bank/accounts.py",
        "if self.floor is not None and self.balance - self.out_held - spent < self.floor:",
        "if self.floor is not None and self.balance - spent < self.floor:",
    ),
}

_FULL = os.environ.get("WEIYIN_ATTACK_SCALE") == "full"
_SEQUENCES, _STEPS = (10_000, 40) if _FULL else (100, 40)

ACCOUNTS = ("A", "B", "C", "CREDIT")
_FLOORS = {"A": 0, "B": 0, "C": 0, "CREDIT": -500}
_ZERO_SUM = sql(
    "SELECT SUM(credit_fen - debit_fen), SUM(in_held_fen - out_held_fen)"
    " FROM ledger_accounts WHERE book='m'"
)

accounts = st.sampled_from(ACCOUNTS)
amounts = st.one_of(st.sampled_from((1, 100, 150, 299, 300, 301)), st.integers(1, 400))


class Books(RuleBasedStateMachine):
    """The real ledger on a real SQLite, beside two dictionaries."""

    template: bytes = b""
    entries = Bundle("entries")
    held = Bundle("held")

    def __init__(self) -> None:
        super().__init__()
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.deserialize(self.template)
        self.tx = SqliteTx(self.connection)
        self.now = town.START
        self.serial = 0
        self.posted = dict.fromkeys(ACCOUNTS, 0)
        self.holding = dict.fromkeys(ACCOUNTS, 0)
        self.open: dict[str, tuple[str, str, int]] = {}
        self.reversed: set[str] = set()
        open_house(self.tx, "m", self.now)
        for no, floor in _FLOORS.items():
            new = NewAccount(no, "current", f"c{no}", floor_fen=floor)
            open_account(self.tx, "m", new, self.now)
        for no in ("A", "B"):  # so that a short sequence has something to work on
            assert self.move("deposit", {CASH: -300, no: 300})

    def teardown(self) -> None:
        assert verify(self.tx, "m") == []
        self.connection.close()

    @contextmanager
    def unit(self) -> Iterator[str]:
        """A unit of work with a new key; what it raises undoes it."""
        self.serial += 1
        self.now += timedelta(seconds=1)
        self.connection.execute("SAVEPOINT unit")
        try:
            yield f"k{self.serial}"
        except Exception:
            self.connection.execute("ROLLBACK TO unit")
            raise
        finally:
            self.connection.execute("RELEASE unit")

    def room(self, no: str) -> int:
        return self.posted[no] - self.holding[no] - _FLOORS.get(no, 0)

    def possible(self, fen: dict[str, int]) -> bool:
        """Whether every account of ours that pays has room for it."""
        return all(
            amount >= 0 or no not in self.posted or self.room(no) >= -amount
            for no, amount in fen.items()
        )

    def move(self, kind: str, fen: dict[str, int]) -> Posted | None:
        """Post; the ledger must refuse exactly when the model has no room."""
        legs = tuple(Leg(no, amount) for no, amount in fen.items())
        possible = self.possible(fen)
        try:
            with self.unit() as key:
                posting = Posting(key, kind, legs, self.now)
                done = ledger.post(self.tx, "m", posting)
                assert ledger.post(self.tx, "m", posting) == done
        except NotAllowed:
            assert not possible
            return None
        assert possible
        for no, amount in fen.items():
            if no in self.posted:
                self.posted[no] += amount
        return done

    @rule(target=entries, no=accounts, fen=amounts)
    def deposit(self, no: str, fen: int) -> Any:
        return _some(self.move("deposit", {CASH: -fen, no: fen}))

    @rule(target=entries, a=accounts, b=accounts, fen=amounts)
    def transfer(self, a: str, b: str, fen: int) -> Any:
        return _some(self.move("transfer", {a: -fen, b: fen}) if a != b else None)

    @rule(target=entries, a=accounts, b=accounts, fen=amounts, fee=st.integers(1, 9))
    def transfer_with_fee(self, a: str, b: str, fen: int, fee: int) -> Any:
        if a == b:
            return multiple()
        return _some(self.move("transfer", {a: -fen - fee, b: fen, FEES: fee}))

    @rule(entry=entries)
    def reverse(self, entry: Posted) -> None:
        back = {leg.account_no: -leg.amount_fen for leg in entry.legs}
        possible = self.possible(back)
        try:
            with self.unit() as key:
                ledger.reverse(self.tx, "m", key, entry.entry_no, self.now)
        except NotAllowed:
            assert not possible
            assert entry.entry_no not in self.reversed
        except Conflict:
            assert entry.entry_no in self.reversed
        else:
            assert possible
            assert entry.entry_no not in self.reversed
            self.reversed.add(entry.entry_no)
            for no, fen in back.items():
                if no in self.posted:
                    self.posted[no] += fen

    @rule(target=held, no=accounts, to=st.sampled_from((*ACCOUNTS, CASH)), fen=amounts)
    def hold(self, no: str, to: str, fen: int) -> Any:
        if no == to:
            return multiple()
        try:
            with self.unit() as key:
                new = holds.NewHold(
                    key, no, to, Money(fen), self.now, expires=self.now + timedelta(seconds=60)
                )
                done = holds.hold(self.tx, "m", new)
        except NotAllowed:
            assert self.room(no) < fen
            return multiple()
        assert self.room(no) >= fen
        self.holding[no] += fen
        self.open[done.entry_no] = (no, to, fen)
        return done.entry_no

    def end(self, hold_no: str, paid: int, act: Callable[[str], Posted]) -> None:
        try:
            with self.unit() as key:
                act(key)
        except Conflict:
            assert hold_no not in self.open
            return
        no, to, fen = self.open.pop(hold_no)
        self.holding[no] -= fen
        self.posted[no] -= paid
        if to in self.posted:
            self.posted[to] += paid

    @rule(hold_no=held, part=st.integers(1, 400))
    def post_hold(self, hold_no: str, part: int) -> None:
        _, _, fen = self.open.get(hold_no, ("", "", 1))
        paid = min(part, fen)
        self.end(
            hold_no, paid,
            lambda key: holds.post_hold(
                self.tx, "m", key, hold_no, self.now, amount=Money(paid)
            ),
        )  # fmt: skip

    @rule(hold_no=held)
    def void_hold(self, hold_no: str) -> None:
        self.end(hold_no, 0, lambda key: holds.void_hold(self.tx, "m", key, hold_no, self.now))

    @rule()
    def expire(self) -> None:
        with self.unit():
            self.now += timedelta(seconds=61)
            gone = holds.expire_holds(self.tx, "m", self.now)
        assert {done.about for done in gone} == set(self.open)
        for no, _, fen in self.open.values():
            self.holding[no] -= fen
        self.open.clear()

    @invariant()
    def books_agree(self) -> None:
        assert self.tx.one(_ZERO_SUM) == (0, 0)
        for no in ACCOUNTS:
            seen = history.balance(self.tx, "m", no)
            assert (seen.posted.fen, seen.held.fen) == (self.posted[no], self.holding[no])
            assert seen.available.fen == self.room(no) >= 0


def _some(posted: Posted | None) -> Any:
    return multiple() if posted is None else posted


@pytest.mark.timeout(900)
def test_m12_any_sequence_of_operations(
    migrated_sqlite: Path, record_property: Callable[[str, object], None]
) -> None:
    with sqlite3.connect(migrated_sqlite) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        Books.template = file.serialize()
    file.close()
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=_SEQUENCES, stateful_step_count=_STEPS, deadline=None, database=None,
            derandomize=True, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    record_property("attempts", _SEQUENCES)
