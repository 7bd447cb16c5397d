"""Whatever is spent, paid, refunded and closed in whatever order: the laws of a card hold."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bank import town
from tests.bank.credit.test_items import line, rates
from weiyin.bank.close.machine import close_in
from weiyin.bank.credit import repay, spending
from weiyin.bank.credit.items import Sheet
from weiyin.bank.credit.sheets import load_sheet, rates_of
from weiyin.bank.credit.terms import find_account
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.verify import verify
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.base.errors import Refused
from weiyin.base.money import Money
from weiyin.storage.store import Tx, open_store

MONTHS = [f"{year}-{month:02d}" for year in range(2026, 2030) for month in range(1, 13)]

steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["purchase", "cash_advance"]), st.integers(1, 500_000)),
        st.tuples(st.just("repayment"), st.integers(1, 900_000)),
        st.tuples(st.sampled_from(["bill", "judge", "interest", "wait"]), st.integers(0, 40)),
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(steps)
def test_a_sheet_always_tells_the_balance(sequence: list[tuple[str, int]]) -> None:
    sheet, day, seq, months, balance = Sheet(), date(2026, 1, 1), 0, iter(MONTHS), 0
    billed = ""
    for kind, number in sequence:
        if kind in {"purchase", "cash_advance", "repayment"}:
            seq += 1
            fen = number if kind == "repayment" else -number
            balance += fen
            sheet.take(line(seq, day, fen, kind), rates)
        elif kind == "bill":
            billed = next(months)
            sheet.bill(billed)
        elif kind == "judge" and billed:
            sheet.judge(billed, day, 0, rates)
        elif kind == "interest":
            assert sheet.interest(day, rates) >= 0
        else:
            day += timedelta(days=number)
        assert sheet.owed_fen == -balance
        assert all(0 <= item.left_fen <= item.amount_fen for item in sheet.items)
        assert all(item.accrued >= 0 for item in sheet.items)
        assert not (sheet.spare_fen and any(item.left_fen for item in sheet.items))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 300_000), min_size=1, max_size=10), st.integers(0, 20))
def test_whoever_pays_every_bill_in_full_never_pays_interest(spent: list[int], days: int) -> None:
    sheet, day, seq = Sheet(), date(2026, 1, 2), 0
    for number, fen in enumerate(spent):
        seq += 2
        sheet.take(line(seq - 1, day, -fen), rates)
        sheet.bill(MONTHS[number])
        day += timedelta(days=days)
        sheet.take(line(seq, day, fen, "repayment"), rates)
        assert sheet.judge(MONTHS[number], day + timedelta(days=1), 0, rates)
        day += timedelta(days=10)
        assert sheet.interest(day, rates) == 0


deeds = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["spend", "hold", "repay", "cash"]), st.integers(1, 900_000)),
        st.tuples(st.sampled_from(["settle", "cancel", "refund"]), st.integers(0, 9)),
        st.tuples(st.just("close"), st.integers(1, 35)),
    ),
    max_size=14,
)


class Stage:
    """The small bank on a fresh file, doing one deed after another."""

    def __init__(self, path: Path, template: Path) -> None:
        shutil.copyfile(template, path)
        self.clock = ManualClock(datetime(2026, 7, 20, 10, tzinfo=SHANGHAI))
        self.core = EmbeddedCore(town.BOOK, self.clock, town.plain_sealer())
        self.store = open_store(f"sqlite:///{path}")
        self.store.run(lambda tx: town.build(tx, self.core))
        self.next, self.holds, self.spends = date(2026, 7, 20), [""], [""]

    def do(self, number: int, kind: str, amount: int) -> None:
        try:
            self.store.run(lambda tx: self._deed(tx, f"k{number}", kind, amount))
        except Refused:
            return

    def _deed(self, tx: Tx, key: str, kind: str, amount: int) -> None:
        office, now, money = self.core.office(tx), self.clock.now(), Money(max(amount, 1))
        if kind in {"spend", "hold"}:
            held = spending.authorise(office, key, town.CREDIT_CARD, money, "店", now)
            if kind == "hold":
                self.holds.append(held.entry_no)
                return
            done = spending.settle(office, f"{key}:s", held.entry_no, now, money)
            self.spends.append(done.entry_no)
        elif kind == "cash":
            spending.take_cash(office, key, town.CREDIT_CARD, money, now)
        elif kind == "repay":
            repay.repay(
                office, key, town.LEI.customer_no, town.CREDIT_ACCOUNT, town.LEI.account_no,
                money, now,
            )  # fmt: skip
        elif kind == "settle":
            spending.settle(office, key, self.holds[amount % len(self.holds)], now, Money(1))
        elif kind == "cancel":
            spending.cancel(office, key, self.holds[amount % len(self.holds)], now)
        elif kind == "refund":
            spending.refund(office, key, self.spends[amount % len(self.spends)], money, now)

    def close(self, days: int) -> None:
        for _ in range(days):
            self.clock.advance(timedelta(days=1))
            day = self.next
            self.store.run(partial(close_in, core=self.core, day=day))
            self.next += timedelta(days=1)

    def check(self) -> None:
        book = self.core.book

        def look(reader: Any) -> None:
            account = find_account(reader, book, town.CREDIT_ACCOUNT)
            sheet = load_sheet(reader, book, account.no, rates_of(reader, book))
            assert sheet.owed_fen == -account.balance_fen
            assert self.core.books(reader).balance(account.no).available.fen >= 0
            assert verify(reader, book) == []

        self.store.read(look)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds)
def test_any_sequence_of_deeds_conserves_money(
    tmp_path: Path, migrated_sqlite: Path, sequence: list[tuple[str, int]]
) -> None:
    stage = Stage(tmp_path / "laws.db", migrated_sqlite)
    try:
        for number, (kind, amount) in enumerate(sequence):
            if kind == "close":
                stage.close(amount)
            else:
                stage.do(number, kind, amount)
            stage.check()
    finally:
        stage.store.close()
