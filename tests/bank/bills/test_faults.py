"""A provider that fails at every step: money is conserved and the customer is told the truth."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from tests.bank import town
from tests.bank.bills.conftest import NUMBER, OWED, WATER, Desk, Provider
from tests.checks import Sabotage
from weiyin.bank.bills.catalogue import shipped
from weiyin.bank.bills.differences import How, Kind, end_difference, open_differences
from weiyin.bank.bills.ending import hear
from weiyin.bank.bills.orders import State
from weiyin.bank.bills.patience import Patient
from weiyin.bank.bills.provider import Declined, Fate, Instruction, Paid, Unclear
from weiyin.bank.house import BILLERS, SUSPENSE
from weiyin.bank.services.bills import Bills
from weiyin.base.errors import NotAllowed, TryLater, Unknown, Waits
from weiyin.base.money import Money
from weiyin.storage import outbox

SABOTAGE = {
    "O11": Sabotage(
        "src/weiyin/bank/bills/ending.py",
        "    differs = book_difference(office, Kind.AMOUNT, found, found.amount, word.amount)\n",
        "    differs = False\n",
    ),
    "P04": Sabotage(
        "src/weiyin/bank/bills/patience.py",
        "        return answer.result(self._seconds)\n",
        "        return answer.result()\n",
    ),
    "M10": Sabotage(
        "src/weiyin/bank/bills/carrying.py",
        "    elif found.state is State.HELD:\n",
        "    elif found.state in OPEN:\n",
    ),
    "M11": Sabotage(
        "src/weiyin/bank/service.py",
        '        if hasattr(self.reader, "run"):\n            raise Waits\n',
        "",
    ),
}

ALL = 1_000_000


def _hear(desk: Desk, fate: Fate) -> State:
    """A callback."""
    return desk.store.run(lambda tx: hear(desk.core.office(tx), "k", fate))


def _told(desk: Desk) -> list[str]:
    """The kinds of events that were put, in no order."""
    now = desk.clock.now()
    parcels = desk.store.run(lambda tx: outbox.lease(tx, ["customer_event"], "w", now, 1, 50))
    return sorted(str(one.payload["kind"]) for one in parcels)


def test_held_asked_and_done(desk: Desk) -> None:
    first = desk.pay()
    assert (first.state, desk.money()) == (State.HELD, (ALL, OWED.fen))
    assert desk.pay() == first
    assert desk.receipt().status == "pending"
    assert desk.step() == [State.DONE]
    assert desk.money() == (ALL - OWED.fen, 0)
    assert (desk.receipt().status, desk.receipt().note) == ("posted", "缴费成功")
    assert desk.money(BILLERS)[0] == OWED.fen
    assert _told(desk) == ["bill_done"]
    desk.check()


def test_what_is_due_is_paid_once(desk: Desk) -> None:
    desk.pay("k")
    with pytest.raises(NotAllowed, match="请勿重复缴费"):
        desk.pay("another")
    assert desk.money() == (ALL, OWED.fen)
    desk.provider.answers = [Declined("系统维护")]
    assert desk.step() == [State.DECLINED]
    assert desk.money() == (ALL, 0)
    assert "款项已退回（系统维护）" in desk.receipt().note
    assert desk.pay("another").state is State.HELD
    assert _told(desk) == ["bill_declined"]
    desk.check()


@pytest.mark.parametrize("lost", [Unclear("silence"), Unknown("cut off"), TryLater("not now")])
def test_m10_an_answer_lost_before_or_after_it_was_done_is_looked_up(
    desk: Desk, lost: Fate | Exception
) -> None:
    """Whether the disk, the line or the worker broke: it is asked about, never blindly again."""
    desk.pay()
    desk.provider.answers = [lost]
    assert desk.step() == [State.ASKED]
    assert "请勿重复" in _view(desk)
    assert desk.money() == (ALL, OWED.fen)
    desk.wait(minutes=1)
    desk.provider.seen["k"] = Paid("R1", OWED)
    assert desk.step() == [State.DONE]
    assert len(desk.provider.asked) == 1
    desk.check()


def _view(desk: Desk) -> str:
    who = town.LEI.customer_no
    made = desk.clock.now()
    span = (made - timedelta(days=1), made + timedelta(days=1))
    [one] = desk.store.read(lambda r: desk.core.books(r).service(Bills).latest(who, *span, 5))
    return one.status


def test_what_never_arrived_is_asked_again_under_its_key(desk: Desk) -> None:
    desk.pay()
    desk.provider.answers = [Unknown("cut off")]
    desk.step()
    desk.wait(minutes=1)
    assert desk.step() == [State.DONE]
    assert [one.key for one in desk.provider.asked] == ["k", "k"]


def test_o11_told_twice_late_or_of_another_amount(desk: Desk) -> None:
    """Differences go to the suspense account and to people; the customer pays what was agreed."""
    desk.pay()
    desk.provider.answers = [Paid("R1", Money(4_000))]
    assert desk.step() == [State.DONE]
    assert desk.money() == (ALL - 5_000, 0)
    assert (desk.money(BILLERS)[0], desk.money(SUSPENSE)[0]) == (4_000, 1_000)
    assert _hear(desk, Paid("R1", Money(4_000))) is State.DONE
    assert _hear(desk, Paid("R2", OWED)) is State.DONE
    assert (desk.money(BILLERS)[0], desk.money(SUSPENSE)[0]) == (9_000, -4_000)
    assert _hear(desk, Paid("R2", OWED)) is State.DONE
    found = desk.store.read(lambda r: open_differences(r, desk.core.book, 9))
    assert {(one.kind, one.ours.fen, one.theirs.fen) for one in found} == {
        (Kind.AMOUNT, 5_000, 4_000),
        (Kind.TWICE, 0, 5_000),
    }
    assert _told(desk) == ["bill_done"]
    desk.check()


def test_o11_people_end_a_difference_once(desk: Desk) -> None:
    desk.pay()
    desk.provider.answers = [Paid("R1", Money(4_000))]
    desk.step()

    def end(how: How) -> object:
        return desk.store.run(
            lambda tx: end_difference(desk.core.office(tx), "k", Kind.AMOUNT, how)
        )

    end(How.CUSTOMER)
    assert (desk.money()[0], desk.money(SUSPENSE)[0]) == (ALL - 4_000, 0)
    with pytest.raises(NotAllowed, match="已处理"):
        end(How.BILLER)
    desk.check()


def test_o11_done_after_the_money_was_back(desk: Desk) -> None:
    desk.pay()
    desk.provider.answers = [Declined("超时未受理")]
    desk.step()
    assert _hear(desk, Paid("R1", OWED)) is State.LATE
    assert _hear(desk, Paid("R1", OWED)) is State.LATE
    assert desk.money() == (ALL, 0)
    assert (desk.money(BILLERS)[0], desk.money(SUSPENSE)[0]) == (5_000, -5_000)
    assert desk.receipt().status == "refused"
    assert "请勿重复" in desk.receipt().note
    assert _told(desk) == ["bill_declined", "bill_late"]
    desk.check()


def test_a_late_refusal_takes_nothing_back(desk: Desk) -> None:
    desk.pay()
    desk.step()
    assert _hear(desk, Declined("冲正")) is State.DONE
    assert desk.money() == (ALL - OWED.fen, 0)


class Hanging(Provider):
    """Never answers, until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def find(self, *_: object) -> None:
        self.let_go.wait(20)

    def pay(self, asked: Instruction) -> Fate:
        self.asked.append(asked)
        self.let_go.wait(20)
        return Unclear("let go")


def test_p04_a_provider_that_hangs_keeps_nobody_else_waiting(desk: Desk) -> None:
    hanging = Hanging()
    patient, biller = Patient(hanging, seconds=0.05, places=2), shipped()[WATER]
    with pytest.raises(Unknown):
        patient.pay(Instruction("k", WATER, NUMBER, "W1", OWED, {}))
    for _ in range(4):
        with pytest.raises(TryLater) as refused:
            patient.find(biller, NUMBER, {})
        assert "没有变动" in refused.value.heard
    hanging.let_go.set()


def test_m11_nobody_is_waited_for_in_a_unit_of_work(desk: Desk) -> None:
    """A provider's silence never holds the writer up: the question goes by the slow road."""
    with pytest.raises(Waits):
        desk.store.run(lambda tx: desk.core.books(tx).service(Bills).find(WATER, NUMBER, {}))
    found = desk.store.read(lambda r: desk.core.books(r).service(Bills).find(WATER, NUMBER, {}))
    assert found.charges == desk.provider.charges
