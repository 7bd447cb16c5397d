"""Standing orders: each due moment is one payment, whoever runs, dies or comes late."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bank import town
from tests.bank.payments.conftest import ICBC, Desk
from weiyin.bank.payments import plans
from weiyin.bank.payments.due import run_plans
from weiyin.bank.payments.plans import Every, find_plan, turn_plan
from weiyin.bank.risk.history import blind_payee, list_payee
from weiyin.bank.services.scheduled import PlanView, Scheduled
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.money import Money

ALL = 1_000_000
TOMORROW = date(2026, 7, 21)


def planned(
    desk: Desk, every: Every = Every.ONCE, first: date = TOMORROW, fen: int = 1_000,
    bank: str = "", most_runs: int = 0, key: str = "plan",
) -> PlanView:  # fmt: skip
    who = town.LEI
    number, name = (ICBC, "张三") if bank else (town.MEI.account_no, town.MEI.name)
    return desk.order(
        Scheduled,
        lambda s: s.plan(
            key, who.customer_no, who.account_no, bank, number, name, Money(fen), every, first,
            most_runs,
        ),
    )  # fmt: skip


def run(desk: Desk) -> int:
    return run_plans(desk.store, desk.core)


def mine(desk: Desk) -> tuple[PlanView, ...]:
    return desk.look(Scheduled, lambda s: s.mine(town.LEI.customer_no))


def test_once_on_its_day(desk: Desk) -> None:
    made = planned(desk)
    assert made == planned(desk)
    assert made.next == datetime(2026, 7, 21, 9, tzinfo=SHANGHAI)
    assert run(desk) == 0
    desk.clock.set(made.next)
    assert [run(desk), run(desk)] == [1, 0]
    assert desk.money(town.MEI.account_no) == (ALL + 1_000, 0)
    assert mine(desk) == ()


def test_each_month_until_it_was_enough(desk: Desk) -> None:
    planned(desk, Every.MONTH, date(2026, 8, 31), bank="ICBC", most_runs=3)
    days = []
    for _ in range(3):
        [one] = mine(desk)
        days.append(one.next.astimezone(SHANGHAI).date())
        desk.clock.set(one.next)
        assert run(desk) == 1
    assert days == [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]
    assert mine(desk) == ()
    assert [one.key for one in _sent(desk)] == [f"{_plan_no(desk)}:{n}" for n in (1, 2, 3)]


def _sent(desk: Desk) -> list:  # type: ignore[type-arg]
    desk.step()
    return desk.house.sent


def _plan_no(desk: Desk) -> str:
    return desk.house.sent[0].key.partition(":")[0]


def test_a_worker_that_was_down_makes_up_for_each_moment(desk: Desk) -> None:
    planned(desk, Every.DAY)
    desk.wait(days=5)
    assert run(desk) == 5
    assert desk.money(town.MEI.account_no) == (ALL + 5_000, 0)


def test_refused_told_and_tried_at_the_next_moment(desk: Desk) -> None:
    planned(desk, Every.DAY, fen=400_000)
    desk.set_limit(100_000)
    desk.wait(days=1)
    assert run(desk) == 1
    assert desk.topics() == {"customer_event": 1}
    [left] = mine(desk)
    assert "限额" in left.why
    assert desk.money() == (ALL, 0)
    desk.set_limit(500_000)
    desk.wait(days=1)
    assert run(desk) == 1
    assert desk.money() == (ALL - 400_000, 0)
    assert mine(desk)[0].why == ""


def test_two_workers_pay_once(desk: Desk) -> None:
    made = planned(desk)
    desk.clock.set(made.next)
    found = desk.store.read(lambda r: find_plan(r, desk.core.sealer, desk.core.book, made.plan_no))
    assert run(desk) == 1
    assert not desk.store.run(lambda tx: turn_plan(tx, desk.core.book, found))
    assert desk.money(town.MEI.account_no) == (ALL + 1_000, 0)


def test_stopped(desk: Desk) -> None:
    made = planned(desk, Every.WEEK)

    def stop(key: str, customer: str) -> PlanView:
        return desk.order(Scheduled, lambda s: s.stop(key, customer, made.plan_no))

    with pytest.raises(NotFound):
        stop("not mine", town.MEI.customer_no)
    assert stop("stop", town.LEI.customer_no).plan_no == made.plan_no
    with pytest.raises(NotFound):
        stop("again", town.LEI.customer_no)
    desk.wait(days=30)
    assert run(desk) == 0


@pytest.mark.parametrize("first", [date(2026, 7, 20), date(2026, 7, 1), date(2027, 8, 1)])
def test_a_day_that_cannot_be(desk: Desk, first: date) -> None:
    with pytest.raises(BadInput):
        planned(desk, first=first)
    assert mine(desk) == ()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    every=st.sampled_from([Every.DAY, Every.WEEK, Every.MONTH]),
)
def test_moments_go_on_and_keep_to_their_day(first: date, every: Every) -> None:
    on = first
    for _ in range(30):
        following = plans._after(every, on, first.day)
        assert timedelta(0) < following - on <= timedelta(31)
        if every is Every.MONTH:
            assert (following.year * 12 + following.month) - (on.year * 12 + on.month) == 1
            assert following.day <= first.day
            assert following.day == first.day or (following + timedelta(1)).day == 1
        on = following


def test_a_run_to_somebody_listed_since_is_refused_and_told(desk: Desk) -> None:
    planned(desk, Every.DAY, bank="ICBC")
    payee = blind_payee(desk.core.sealer, f"ICBC:{ICBC}")
    now = desk.clock.now()
    desk.store.run(lambda tx: list_payee(tx, desk.core.book, payee, "police notice", now))
    [one] = mine(desk)
    desk.clock.set(one.next)
    assert run(desk) == 1
    assert desk.money() == (ALL, 0)
    [after] = mine(desk)
    assert (after.runs, "已拒绝" in after.why) == (1, True)
    assert desk.topics()["customer_event"] == 1
