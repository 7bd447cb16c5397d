"""O11: whatever a biller does at whatever step, the books agree with what it has said.

The customer has paid for what is done and for nothing else; the biller's account is what the
biller has said it holds; what lies between the two is in suspense and known to people; and once
everybody has spoken, what the customer was told is what happened.
"""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.bank import town
from tests.bank.bills.erring import Erring, Fault
from tests.checks import Sabotage
from weiyin.bank.bills.billing import Billing
from weiyin.bank.bills.carrying import carry_out
from weiyin.bank.bills.differences import (
    Difference,
    How,
    Kind,
    end_difference,
    is_missing,
    open_differences,
)
from weiyin.bank.bills.ending import hear
from weiyin.bank.bills.making import TOPIC
from weiyin.bank.bills.orders import OPEN, Order, State, find_order
from weiyin.bank.bills.provider import Charge, Paid
from weiyin.bank.bills.reconciling import reconcile_next, want
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.history import balance
from weiyin.bank.house import BILLERS, SUSPENSE
from weiyin.bank.services.bills import Bills
from weiyin.bank.verify import verify
from weiyin.base.clock import ManualClock, shanghai_day
from weiyin.base.errors import NotAllowed
from weiyin.base.money import Money
from weiyin.storage import outbox
from weiyin.storage.store import Tx, open_store

SABOTAGE = {
    "O11": Sabotage(
        "src/weiyin/bank/bills/ending.py",
        "        case State.DECLINED:\n",
        "        case State.RETURNED:\n",
    ),
}

_FULL = os.environ.get("WEIYIN_ATTACK_SCALE") == "full"
_SEQUENCES = 1_000 if _FULL else 60

CINEMA, NUMBER = "cinema-example", "TICKET"
HAD = 1_000_000
AMOUNT = Money(5_000)
PAID_FOR = {State.DONE, State.RETURNING}
faults = st.sampled_from(Fault)


class BillOrders(RuleBasedStateMachine):
    """Orders of one customer at one biller, on a real store."""

    template: Path
    orders = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        file = shutil.copy(self.template, self.folder.name)
        self.store = open_store(f"sqlite:///{file}")
        self.clock = ManualClock(town.START + timedelta(days=196, hours=1))
        self.biller = Erring(self.clock)
        self.core = EmbeddedCore(
            town.BOOK, self.clock, town.plain_sealer(), billing=Billing(provider=self.biller)
        )
        self.keys: list[str] = []
        self.wishes = 0
        self.holds: dict[str, int] = {}
        """Fen that the biller has said it holds, by key."""
        self.returned: set[str] = set()
        self.given: dict[str, int] = {}
        """Fen that people have let the customer have of a difference, by key."""

    def teardown(self) -> None:
        self.settle()
        self.store.close()
        self.folder.cleanup()

    # -- what can be seen --------------------------------------------------------------------

    def order(self, key: str) -> Order:
        found = self.store.read(lambda reader: find_order(reader, self.core.sealer, town.BOOK, key))
        assert found is not None
        return found

    def money(self, account_no: str) -> tuple[int, int]:
        found = self.store.read(lambda reader: balance(reader, town.BOOK, account_no))
        return found.posted.fen, found.held.fen

    def differences(self) -> list[Difference]:
        return self.store.read(lambda reader: open_differences(reader, town.BOOK, 100))

    def is_missing(self, key: str) -> bool:
        return self.store.read(lambda reader: is_missing(reader, town.BOOK, key))

    def told(self, key: str) -> str:
        """What the page of the draft says."""
        receipt = self.store.read(lambda reader: self.core.books(reader).order_status(key))
        assert receipt is not None
        return receipt.status

    # -- what can happen ---------------------------------------------------------------------

    @rule(target=orders)
    def pay(self) -> str:
        key = f"k{len(self.keys)}"
        self.keys.append(key)
        self.place(key)
        return key

    @rule(key=orders)
    def pay_again(self, key: str) -> None:
        """The same draft confirmed twice is one order."""
        self.place(key)

    def place(self, key: str) -> None:
        who, charge = town.LEI, Charge(key, "5排7座", AMOUNT)
        self.store.run(
            lambda tx: (
                self.core.books(tx)
                .service(Bills)
                .pay(key, who.customer_no, who.account_no, CINEMA, NUMBER, charge, {})
            )
        )

    @rule(fault=faults, minutes=st.sampled_from((0, 5, 120)))
    def work(self, fault: Fault, minutes: int) -> None:
        """A worker takes the first thing that is due, and this goes wrong."""
        self.clock.advance(timedelta(minutes=minutes))
        self.biller.fault = fault
        self.step(1)
        self.biller.fault = Fault.NONE

    def step(self, room: int) -> int:
        now = self.clock.now()
        parcels = self.store.run(lambda tx: outbox.lease(tx, [TOPIC], "w", now, 30, room))
        for parcel in parcels:
            carry_out(self.store, self.core, parcel, self.clock)
            self.note(str(parcel.payload["key"]))
        return len(parcels)

    def note(self, key: str) -> None:
        """What the biller says it holds changes with what we have heard of it."""
        found, took = self.order(key), self.biller.took.get(key)
        if found.state in PAID_FOR | {State.LATE}:
            assert took is not None, "told as done, and it never was"
            self.holds.setdefault(key, took.paid.amount.fen)
        elif found.state is State.RETURNED and key not in self.returned:
            assert took is not None
            assert took.returned is not None
            self.returned.add(key)
            self.holds[key] -= took.returned.amount.fen

    @rule(key=orders)
    def arrive_late(self, key: str) -> None:
        """It is done after all, whatever was said of it: and the biller calls."""
        if key in self.biller.arrivals and key not in self.biller.took:
            self.biller.take(key)
            self.call(key)

    @rule(key=orders)
    def call(self, key: str) -> None:
        """The biller tells what it has, once more."""
        took = self.biller.took.get(key)
        if took is not None and took.is_there:
            self.hear(key, took.paid)
            self.note(key)

    def hear(self, key: str, paid: Paid) -> None:
        self.store.run(lambda tx: hear(self.core.office(tx), key, paid))

    @rule(key=orders)
    def lose(self, key: str) -> None:
        """What the biller has said is done is undone there, and nobody says so."""
        took = self.biller.took.get(key)
        if took is not None and self.order(key).state is State.DONE:
            took.is_lost = True

    @rule(key=orders)
    def call_of_another(self, key: str) -> None:
        """The biller says that it was done a second time, under another number."""
        if self.order(key).state not in PAID_FOR | {State.RETURNED}:
            return
        known = any((one.key, one.kind) == (key, Kind.TWICE) for one in self.differences())
        self.hear(key, Paid("R-second", AMOUNT))
        self.holds[key] += 0 if known or f"{key}:twice" in self.given else AMOUNT.fen

    @rule(key=orders)
    def give_back(self, key: str) -> None:
        found = self.order(key)
        self.wishes += 1

        def ask(tx: Tx) -> None:
            bills = self.core.books(tx).service(Bills)
            bills.give_back(f"{key}-{self.wishes}", found.customer_no, found.reference)

        if found.state is State.DONE and not self.is_missing(key):
            self.store.run(ask)
        else:
            with pytest.raises(NotAllowed):
                self.store.run(ask)

    @rule(fault=st.sampled_from((Fault.NONE, Fault.NONE, Fault.SILENT)))
    def close(self, fault: Fault) -> None:
        """The day ends; the statement is asked for and laid beside the orders."""
        day = shanghai_day(self.clock.now())
        self.clock.advance(timedelta(days=1))
        self.store.run(lambda tx: want(self.core.office(tx), day, CINEMA))
        self.biller.fault = fault
        self.reconcile()

    def reconcile(self) -> None:
        known = {one.key for one in self.differences() if one.kind is Kind.MISSING}
        while reconcile_next(self.store, self.core, self.biller):
            pass
        for key in self.keys:
            self.note(key)
        for one in self.differences():
            if one.kind is Kind.MISSING and one.key not in known:
                self.holds[one.key] -= one.ours.fen

    @rule(how=st.sampled_from(How), number=st.integers(0, 5))
    def people_end_it(self, how: How, number: int) -> None:
        waiting = self.differences()
        if not waiting:
            return
        one = waiting[number % len(waiting)]
        over = one.ours.fen - one.theirs.fen
        try:
            self.store.run(lambda tx: end_difference(self.core.office(tx), one.key, one.kind, how))
        except NotAllowed:
            assert how is How.CUSTOMER
            assert over <= 0
            return
        if how is How.BILLER:
            self.holds[one.key] += over
            self.given[f"{one.key}:{one.kind}"] = 0
        else:
            self.given[f"{one.key}:{one.kind}"] = over

    # -- what must hold ----------------------------------------------------------------------

    @invariant()
    def the_customer_has_paid_for_what_is_done(self) -> None:
        states = {key: self.order(key).state for key in self.keys}
        spent = sum(state in PAID_FOR for state in states.values()) * AMOUNT.fen
        held = sum(state in {State.HELD, State.ASKED} for state in states.values()) * AMOUNT.fen
        given = sum(
            fen for name, fen in self.given.items() if states[name.partition(":")[0]] in PAID_FOR
        )
        assert self.money(town.LEI.account_no) == (HAD - spent + given, held)

    @invariant()
    def the_biller_is_owed_what_it_says_it_holds(self) -> None:
        assert self.money(BILLERS)[0] == sum(self.holds.values())
        between = sum(one.ours.fen - one.theirs.fen for one in self.differences())
        assert self.money(SUSPENSE)[0] == between

    def settle(self) -> None:
        """Everybody speaks clearly: nothing stays open, and what was told is what happened."""
        for _ in range(3):
            self.clock.advance(timedelta(hours=2))
            self.step(100)
            self.close(Fault.NONE)
        for key in self.keys:
            found, took = self.order(key), self.biller.took.get(key)
            there = took is not None and took.returned is None  # or it was, when it was told
            assert found.state not in OPEN
            assert (found.state in {State.DONE, State.LATE}) == there
            lost = took is not None and took.is_lost and found.state is State.DONE
            assert self.is_missing(key) <= lost
            posted = {State.DONE: "posted"}.get(found.state, "refused")
            assert self.told(key) == posted
        self.the_customer_has_paid_for_what_is_done()
        self.the_biller_is_owed_what_it_says_it_holds()
        assert self.store.read(lambda reader: verify(reader, town.BOOK)) == []


@pytest.mark.timeout(300)
def test_o11_any_faults_in_any_order(migrated_sqlite: Path, tmp_path: Path) -> None:
    BillOrders.template = tmp_path / "bank.db"
    shutil.copyfile(migrated_sqlite, BillOrders.template)
    store = open_store(f"sqlite:///{BillOrders.template}")
    core = EmbeddedCore(town.BOOK, ManualClock(town.START), town.plain_sealer())
    store.run(lambda tx: town.build(tx, core))
    store.close()
    run_state_machine_as_test(
        BillOrders,
        settings=settings(
            max_examples=_SEQUENCES, stateful_step_count=25, deadline=None, database=None,
            derandomize=True, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
