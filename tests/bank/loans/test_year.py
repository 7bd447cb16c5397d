"""Loans lived day by day: interest, instalments, repayments and lateness; the ledger agrees."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bank import town
from weiyin.bank import house, tariffs
from weiyin.bank.close.machine import close_in
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.ledger import post
from weiyin.bank.loans.contracts import Contract, access_contract, sign
from weiyin.bank.loans.loan import fallen_due, loans_of, unpaid
from weiyin.bank.loans.prepaying import Keep
from weiyin.bank.loans.products import LoanProduct, list_loans
from weiyin.bank.loans.schedule import Method
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.services.loans import Loans
from weiyin.bank.verify import verify
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.base.errors import Conflict, NotAllowed, NotFound, Refused
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx, open_store

FIRST = date(2026, 7, 20)
WHO, ACCOUNT = town.LEI.customer_no, town.LEI.account_no
PRODUCTS = (
    LoanProduct(
        "cash", "消费贷", "信用", "1y", 50, Money(1_000_00), Money(200_000_00), 36,
        (Method.EQUAL_INSTALMENT,), prepay_bp=100, prepay_months=12,
    ),
    LoanProduct(
        "line", "随借随还", "循环", "1y", 60, Money(1_000_00), Money(50_000_00), 12,
        (Method.INTEREST_ONLY,), revolving=True,
    ),
)  # fmt: skip
_BALANCE = sql(
    "SELECT SUM(credit_fen - debit_fen) FROM ledger_accounts WHERE book=:book AND no=:no"
)
_EARNED = sql(
    "SELECT SUM(l.amount_fen) FROM ledger_lines l JOIN ledger_entries e ON e.book=l.book"
    " AND e.entry_no=l.entry_no WHERE l.book=:book AND l.account_no=:no AND e.kind='interest'"
)
_OWED = sql(
    "SELECT (SELECT COALESCE(SUM(posted_fen), 0) FROM loans) + (SELECT COALESCE(SUM(interest_fen),"
    " 0) FROM loan_instalments WHERE state='due')"
)


class Life:
    """The small bank with two contracts of one customer, its days closed one after another."""

    def __init__(self, store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
        self.store, self.core, self.clock, self.next = store, core, clock, FIRST
        self.contracts = store.run(self._open)

    def _open(self, tx: Tx) -> dict[str, str]:
        list_loans(tx, self.core.book, PRODUCTS)
        office = self.core.office(tx)
        made = {}
        for one in PRODUCTS:
            contract = Contract(
                "", WHO, one.code, one.methods[0], Money(20_000_00), Money.zero(), one.margin_bp,
                one.most_months, one.revolving, date(2030, 1, 1),
            )  # fmt: skip
            made[one.code] = sign(office, contract).contract_no
        return made

    def loans(self, deed: Callable[[Loans], Any]) -> Any:
        return self.store.run(lambda tx: deed(Loans(self.core.office(tx))))

    def draw(self, code: str, yuan: int, months: int, key: str = "draw") -> str:
        amount, contract = Money(yuan * 100), self.contracts[code]
        drawn = self.loans(lambda s: s.draw(key, WHO, contract, ACCOUNT, amount, months))
        return str(drawn.loan_no)

    def close(self, days: int) -> None:
        for _ in range(days):
            now = datetime(self.next.year, self.next.month, self.next.day, 10, tzinfo=SHANGHAI)
            self.clock.set(now + timedelta(days=1))
            self.store.run(partial(close_in, core=self.core, day=self.next))
            self.next += timedelta(days=1)

    def balance(self, no: str) -> int:
        row = self.store.read(lambda r: r.one(_BALANCE, book=self.core.book, no=no))
        assert row is not None
        return int(row[0])

    def earned(self) -> int:
        """What the current account bore itself."""
        row = self.store.read(lambda r: r.one(_EARNED, book=self.core.book, no=ACCOUNT))
        assert row is not None
        return int(row[0])

    def check(self) -> None:
        """The rows and the ledger tell the same debt and the same interest; the books hold."""
        book = self.core.book

        def look(reader: Any) -> None:
            used = 0
            for loan in loans_of(reader, book, WHO):
                owing = sum(one.principal_fen for one in unpaid(reader, book, loan.loan_no))
                assert self.balance(loan.loan_no) == -(loan.left_fen + owing)
                assert loan.left_fen >= 0 <= loan.accrued
                used += (loan.left_fen + owing) * (loan.product == "line")
            contract = access_contract(reader, book, self.contracts["line"], WHO)
            assert contract.used.fen == used <= contract.limit.fen
            row = reader.one(_OWED)
            assert self.balance(house.LOAN_INTEREST) == -int(row[0])
            assert self.balance(ACCOUNT) >= 0
            assert verify(reader, book) == []

        self.store.read(look)


@pytest.fixture
def life(store: Store, core: EmbeddedCore, clock: ManualClock) -> Life:
    return Life(store, core, clock)


def test_a_year_of_instalments_is_the_plan_to_the_fen(life: Life) -> None:
    """12,000.00 at 3.5 % over twelve months: 1,019.06 each, 228.68 of interest."""
    loan_no = life.draw("cash", 12_000, 12)
    planned = life.loans(lambda s: s.progress(WHO, loan_no)).to_come
    assert [one.total_fen for one in planned][:11] == [101_906] * 11
    life.close(366)
    life.check()
    past = life.store.read(lambda r: fallen_due(r, life.core.book, loan_no))
    assert [(one.number, one.total_fen) for one in reversed(past)] == [
        (one.number, one.total_fen) for one in planned
    ]
    assert all(one.paid == one.due for one in past)
    assert life.loans(lambda s: s.mine(WHO))[0].cleared
    earned = life.earned()
    assert earned > 0
    assert life.balance(ACCOUNT) == 1_000_000 + earned - sum(one.interest_fen for one in past)


def test_borrowed_and_repaid_by_days(life: Life) -> None:
    """10,000.00 at 3.6 % is a yuan a day: ten days cost 10.00, and it may be drawn again."""
    loan_no = life.draw("line", 10_000, 12)
    life.close(10)
    cost = life.loans(lambda s: s.cost(WHO, loan_no, None, Keep.INSTALMENT))
    assert (cost.interest, cost.fee, cost.total) == (Money(10_00), Money(0), Money(10_010_00))
    life.loans(lambda s: s.prepay("back", WHO, loan_no, None, Keep.INSTALMENT, cost.total))
    life.check()
    assert life.balance(loan_no) == 0
    assert life.loans(lambda s: s.limits(WHO))[1].free == Money(20_000_00)


def test_a_part_back_early_shortens_the_term_or_lowers_the_instalment(life: Life) -> None:
    loan_no = life.draw("cash", 12_000, 24)
    life.close(45)
    half = Money(5_000_00)
    sooner = life.loans(lambda s: s.cost(WHO, loan_no, half, Keep.INSTALMENT))
    lower = life.loans(lambda s: s.cost(WHO, loan_no, half, Keep.TERM))
    assert sooner.fee == Money(50_00)  # one percent in the first year
    assert sooner.months_left < lower.months_left == 23
    assert sooner.each > lower.each
    assert sooner.saved > lower.saved
    with pytest.raises(Conflict):
        life.loans(lambda s: s.prepay("p", WHO, loan_no, half, Keep.TERM, Money(1)))
    life.loans(lambda s: s.prepay("p", WHO, loan_no, half, Keep.TERM, lower.total))
    life.check()
    life.close(20)
    life.check()


def test_a_day_closed_again_by_hand_earns_nothing_twice(life: Life) -> None:
    loan_no = life.draw("line", 10_000, 12)
    life.close(35)
    fen = life.balance(house.LOAN_INTEREST), life.balance(ACCOUNT), life.balance(loan_no)
    life.store.run(lambda tx: tx.run(sql("DELETE FROM close_steps WHERE step LIKE 'loan-%'")))
    for number in range(35):
        day = FIRST + timedelta(days=number)
        life.store.run(partial(close_in, core=life.core, day=day))
    assert fen == (
        life.balance(house.LOAN_INTEREST), life.balance(ACCOUNT), life.balance(loan_no)
    )  # fmt: skip
    life.check()


def test_many_at_once_never_draw_past_the_limit(life: Life) -> None:
    def one(number: int) -> bool:
        try:
            life.draw("line", 6_000, 3, key=f"many{number}")
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, range(6))) == 3  # of a limit of 20,000.00
    life.check()


def test_anothers_loan_is_not_found(life: Life) -> None:
    loan_no = life.draw("line", 1_000, 3)
    other, contract = town.MEI.customer_no, life.contracts["line"]
    for deed in (
        lambda s: s.progress(other, loan_no),
        lambda s: s.cost(other, loan_no, None, Keep.TERM),
        lambda s: s.prepay("x", other, loan_no, None, Keep.TERM, Money(1)),
        lambda s: s.quote(other, contract, Money(100_00), 1),
        lambda s: s.draw("y", other, contract, town.MEI.account_no, Money(100_00), 1),
        lambda s: s.draw("z", WHO, contract, town.MEI.account_no, Money(100_00), 1),
    ):
        with pytest.raises(NotFound):
            life.loans(deed)
    assert life.loans(lambda s: s.mine(other)) == ()


def test_what_cannot_be_taken_is_told_once_and_taken_with_its_penalty(
    life: Life, store: Store
) -> None:
    loan_no = life.draw("cash", 12_000, 12)
    town_fen = life.balance(ACCOUNT)
    poor = town_fen - 1_000
    life.store.run(lambda tx: _move(tx, life.core, poor))
    life.close(40)
    life.check()
    owing = life.store.read(lambda r: unpaid(r, life.core.book, loan_no))
    assert [one.number for one in owing] == [1]
    with pytest.raises(NotAllowed):
        life.draw("line", 1_000, 3, key="more")
    life.store.run(lambda tx: _move(tx, life.core, -poor))
    life.close(1)
    life.check()
    [paid] = life.store.read(lambda r: fallen_due(r, life.core.book, loan_no))
    # Due on 20 August, taken as 29 August ends: 9 days of 1,019.06 at 5.25 % of 360 days.
    assert (paid.paid, paid.penalty_fen) == (date(2026, 8, 29), 134)
    told = store.read(lambda r: r.all(sql("SELECT key FROM outbox WHERE topic='customer_event'")))
    keys = [key for (key,) in told]
    assert len([key for key in keys if "loan_overdue" in key]) == 1
    assert len([key for key in keys if "loan_due" in key]) == 2


def test_the_rate_follows_the_prime_rate_once_a_year(life: Life) -> None:
    loan_no = life.draw("cash", 20_000, 24)
    life.store.run(
        lambda tx: tariffs.put(tx, life.core.book, "loan.lpr_1y_bp", date(2026, 9, 20), 280)
    )
    life.close(364)
    assert life.loans(lambda s: s.mine(WHO))[0].annual_bp == 350
    life.close(3)
    view = life.loans(lambda s: s.mine(WHO))[0]
    assert (view.loan_no, view.annual_bp) == (loan_no, 330)
    life.check()


def _move(tx: Tx, core: EmbeddedCore, fen: int) -> None:
    """Take cash out, or (negative) bring it."""
    key = f"move:{fen}"
    legs = (Leg(ACCOUNT, -fen), Leg(house.CASH, fen))
    post(tx, core.book, Posting(key=key, kind="cash", at=core.clock.now(), legs=legs))


deeds = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["cash", "line"]), st.integers(100, 12_000)),
        st.tuples(st.sampled_from(["shorten", "lower", "all"]), st.integers(1, 9_000)),
        st.tuples(st.just("close"), st.integers(1, 33)),
    ),
    max_size=9,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds)
def test_any_sequence_of_deeds_conserves_money(
    tmp_path: Path, migrated_sqlite: Path, sequence: list[tuple[str, int]]
) -> None:
    path = tmp_path / "laws.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    clock = ManualClock(datetime(2026, 7, 20, 10, tzinfo=SHANGHAI))
    core, store = (
        EmbeddedCore(town.BOOK, clock, town.plain_sealer()),
        open_store(f"sqlite:///{path}"),
    )
    try:
        store.run(lambda tx: town.build(tx, core))
        life = Life(store, core, clock)
        for number, (kind, size) in enumerate(sequence):
            _do(life, f"k{number}", kind, size)
            life.check()
    finally:
        store.close()


def _do(life: Life, key: str, kind: str, size: int) -> None:
    try:
        if kind == "close":
            life.close(size)
        elif kind in life.contracts:
            life.draw(kind, size, 1 + size % 12, key)
        else:
            life.loans(lambda s: _repay(s, key, kind, size))
    except Refused:
        return


def _repay(service: Loans, key: str, kind: str, size: int) -> None:
    running = [one for one in service.mine(WHO) if not one.cleared]
    if not running:
        return
    loan = running[size % len(running)]
    keep = Keep.TERM if kind == "lower" else Keep.INSTALMENT
    amount = None if kind == "all" else Money(size * 100)
    cost = service.cost(WHO, loan.loan_no, amount, keep)
    service.prepay(key, WHO, loan.loan_no, amount, keep, cost.total)
