"""Laws of payments: whatever is made, cancelled, sent, returned or cut off, in whatever order.

Money is conserved, a payment has one end, an order is sent under one key, and what is held is what
is on its way.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bank import town
from tests.bank.payments.conftest import Desk
from tests.bank.payments.test_plans import planned
from tests.checks import Sabotage
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import CLEARING, FEES
from weiyin.bank.payments import ending
from weiyin.bank.payments.clearing import Accepted, Fate, Returned, Unclear
from weiyin.bank.payments.due import run_plans
from weiyin.bank.payments.making import TOPIC
from weiyin.bank.payments.orders import ENDED, State, find_payment, move_payment
from weiyin.bank.payments.routes import Mode
from weiyin.bank.services.clearing_feed import ClearingFeed
from weiyin.bank.services.payments import PaymentView
from weiyin.bank.verify import verify
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.base.errors import Conflict, NotAllowed, NotFound, TryLater, WeiyinError
from weiyin.storage import outbox
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx, open_store

SABOTAGE = {
    "M08": Sabotage(
        "src/weiyin/bank/payments/ending.py",
        "        post(tx, book, paid, rng)\n",
        "        pass\n",
    ),
    "M15": Sabotage(
        "src/weiyin/bank/payments/orders.py",
        "    return moved == 1\n",
        "    return moved >= 0\n",
    ),
}

ALL = 1_000_000
ROWS = sql("SELECT key, state, amount_fen, fee_fen FROM payments")

Step = tuple[str, int, Any]
_FATES = st.sampled_from(
    [Accepted("R"), Returned("户名不符"), Unclear("silence"), TryLater("not now")]
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.integers(1, 40_000), st.sampled_from(list(Mode))),
        st.tuples(st.just("mei"), st.integers(1, 40_000), st.sampled_from(list(Mode))),
        st.tuples(st.just("cancel"), st.integers(0, 9), st.none()),
        st.tuples(st.just("again"), st.integers(0, 9), st.none()),
        st.tuples(st.just("work"), st.integers(1, 5), _FATES),
        st.tuples(st.just("back"), st.integers(0, 9), st.none()),
        st.tuples(st.just("wait"), st.integers(1, 900), st.none()),
    ),
    min_size=1,
    max_size=25,
)


@pytest.fixture(scope="module")
def bank(migrated_sqlite: Path) -> Iterator[Path]:
    """A stocked bank to copy from."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bank.db"
        copyfile(migrated_sqlite, path)
        store = open_store(f"sqlite:///{path}")
        core = EmbeddedCore(town.BOOK, _clock(), town.plain_sealer())
        store.run(lambda tx: town.build(tx, core))
        store.close()
        yield path


def _clock() -> ManualClock:
    return ManualClock(datetime(2026, 7, 20, 10, tzinfo=SHANGHAI))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_any_sequence_conserves_money(bank: Path, steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bank.db"
        copyfile(bank, path)
        store = open_store(f"sqlite:///{path}")
        try:
            clock = _clock()
            desk = Desk(store, EmbeddedCore(town.BOOK, clock, town.plain_sealer()), clock)
            made: list[PaymentView] = []
            for number, step in enumerate(steps):
                _do(desk, made, number, step)
                _holds(desk)
            _finish(desk)
            _holds(desk, ended=True)
        finally:
            store.close()


def _do(desk: Desk, made: list[PaymentView], number: int, step: Step) -> None:
    what, count, more = step
    one = made[count % len(made)] if made else None
    try:
        if what == "pay":
            made.append(desk.pay(f"pay{number}", count, more))
        elif what == "mei":
            made.append(desk.later_to_mei(f"pay{number}", count, more))
        elif what == "cancel" and one:
            desk.cancel(one.reference, f"c{number}")
        elif what == "again" and one:
            desk.cancel(one.reference, "the same key")
        elif what == "work":
            desk.house.answers = [more] * count
            desk.step(count)
            desk.house.answers = []
        elif what == "back":
            desk.order(ClearingFeed, lambda s: s.returned(f"b{number}", f"pay{count}", "退回"))
        elif what == "wait":
            desk.wait(minutes=count)
    except (NotAllowed, NotFound, Conflict):
        pass


def _finish(desk: Desk) -> None:
    """The clearing house says yes to everything, and time goes by."""
    for _ in range(12):
        desk.wait(hours=6)
        for key, seen in list(desk.house.seen.items()):
            if isinstance(seen, Unclear):
                desk.house.seen[key] = Accepted("at last")
        desk.step(100)


def _holds(desk: Desk, *, ended: bool = False) -> None:
    """The laws, after any step."""
    rows = desk.store.read(lambda reader: reader.all(ROWS))
    (lei, held), (mei, _) = desk.money(), desk.money(town.MEI.account_no)
    waiting = sum(fen + fee for _, state, fen, fee in rows if State(state) not in ENDED)
    assert held == waiting
    house = desk.money(CLEARING)[0] + desk.money(FEES)[0]
    assert lei + mei + house == 0, "born of the clearing account, and nowhere lost"
    assert desk.store.read(lambda reader: verify(reader, desk.core.book)) == []
    if ended:
        assert held == 0
        assert all(State(state) in ENDED for _, state, _, _ in rows)
        by_key = [one.key for one in desk.house.sent]
        seen: dict[str, Fate] = desk.house.seen
        assert set(by_key) <= {row[0] for row in rows}
        assert all(isinstance(seen[key], Accepted | Returned) for key in by_key)


def test_many_at_once_against_one_days_limit(desk: Desk) -> None:
    desk.set_limit(500_000)

    def pay(number: int) -> bool:
        try:
            return desk.pay(f"pay{number}", 100_000, Mode.NORMAL).state is State.WAITING
        except NotAllowed as refusal:
            assert refusal.rule == "daily_limit"
            return False

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(pay, range(50))) == 5
    assert desk.money() == (ALL, 500_000)


class _CutError(Exception):
    """The machine stopped here."""


class _Cut:
    """A store whose n-th statement of writing fails, once or for ever.

    A unit that PostgreSQL's writer runs again on its own may then go through: no harm either.
    """

    def __init__(self, store: Store, at: int, *, for_ever: bool) -> None:
        self._store, self._left, self._for_ever = store, at, for_ever

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def run(self, work: Any) -> Any:
        return self._store.run(lambda tx: work(_CutTx(tx, self)))

    @property
    def was_reached(self) -> bool:
        return self._left <= 0

    def count(self) -> None:
        self._left -= 1
        if self._left == 0 or (self._for_ever and self._left < 0):
            raise _CutError


class _CutTx:
    def __init__(self, tx: Tx, cut: _Cut) -> None:
        self._tx, self._cut = tx, cut

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._tx, name)
        if name not in {"run", "many"}:
            return found

        def counted(*args: Any, **more: Any) -> Any:
            self._cut.count()
            return found(*args, **more)

        return counted


@pytest.mark.parametrize("for_ever", [False, True])
@pytest.mark.parametrize("inside", [False, True])
def test_m08_cut_at_every_write_and_taken_up_again(
    desk: Desk, *, for_ever: bool, inside: bool
) -> None:
    """Cut at the n-th write, then done once more: the end is that of one quiet run."""
    whole = desk.store
    for at in range(1, 60):
        key = f"pay{at}"
        before = desk.money()[0]
        cut = _Cut(whole, at, for_ever=for_ever)
        desk.store = cut
        was_cut = _make_and_send(desk, key, inside)
        desk.store = whole
        _holds(desk)
        if was_cut:
            desk.wait(seconds=40)
            assert not _make_and_send(desk, key, inside), "the next try works"
        assert desk.money() == (before - 100, 0)
        assert not inside or desk.money(town.MEI.account_no)[0] == ALL + at * 100
        if not cut.was_reached:
            assert at > 8
            return
    pytest.fail("never came to an end")


def _make_and_send(desk: Desk, key: str, inside: bool) -> bool:
    try:
        if inside:
            desk.later_to_mei(key, 100)
            desk.wait(hours=2)
        else:
            desk.pay(key, 100)
        desk.step()
    except (_CutError, WeiyinError):
        return True
    return False


def test_m15_cancelled_or_sent_never_both(desk: Desk) -> None:
    """In the last moment a worker and the customer race, each having seen the payment waiting."""
    for number in range(12):
        made = desk.pay(f"pay{number}", 1_000, Mode.NORMAL)
        desk.clock.set(made.due - timedelta(microseconds=1))
        before, gate = desk.money()[0], threading.Barrier(2)
        ahead = ManualClock(made.due)

        def cancel(reference: str = made.reference, gate: threading.Barrier = gate) -> str:
            gate.wait()
            try:
                return desk.cancel(reference).state
            except NotAllowed:
                return "too late"

        def send(ahead: ManualClock = ahead, gate: threading.Barrier = gate) -> list[State]:
            worker = Desk(desk.store, desk.core, ahead, desk.house)
            gate.wait()
            return worker.step()

        with ThreadPoolExecutor(2) as pool:
            told, sent = pool.submit(cancel), pool.submit(send)
            cancelled, states = told.result() == State.CANCELLED, sent.result()
        was_sent = f"pay{number}" in {one.key for one in desk.house.sent}
        assert cancelled != was_sent
        assert states in ([State.CANCELLED], [State.DONE])
        assert desk.money() == (before - (0 if cancelled else 1_000), 0)


def test_m15_seen_waiting_by_both(desk: Desk) -> None:
    """The same race step by step: whoever moves the row first decides."""
    desk.pay("p", 1_000, Mode.NORMAL)
    core = desk.core
    found = desk.store.read(lambda r: find_payment(r, core.sealer, core.book, "p"))
    assert found is not None
    now = desk.clock.now()
    assert desk.store.run(lambda tx: move_payment(tx, core.book, found, State.SENDING, now))
    with pytest.raises(NotAllowed, match="sent"):
        desk.store.run(lambda tx: ending.cancel(tx, core.book, found, now, core.rng))
    assert desk.money() == (ALL, 1_000)


def test_a_plan_cut_at_every_write_pays_once(desk: Desk) -> None:
    whole = desk.store
    made = planned(desk)
    desk.clock.set(made.next)
    for at in range(1, 30):
        desk.store = _Cut(whole, at, for_ever=False)
        try:
            done = run_plans(desk.store, desk.core)
        except _CutError:
            desk.store = whole
            assert desk.money() == (ALL, 0)
            continue
        assert done == 1
        break
    desk.store = whole
    assert run_plans(whole, desk.core) == 0, "not once more"
    assert desk.money() == (ALL - 1_000, 0)
    assert TOPIC not in {one.topic for one in whole.read(outbox.backlog)}
