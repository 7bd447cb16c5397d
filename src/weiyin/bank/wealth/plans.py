"""Auto-invest: a fund bought every week or month, judged anew by every rule at each run.

A run falls on its day, or on the next trading day. One that is refused (funds, risk) buys nothing
and is told of; after three in a row the plan stops by itself (usual practice).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from weiyin.bank.account.term_deposits import months_after
from weiyin.bank.events import CustomerEvent
from weiyin.bank.service import Office
from weiyin.bank.wealth import calendar
from weiyin.bank.wealth.orders import buy, check_buy
from weiyin.bank.wealth.shelf import Kind, access_product
from weiyin.base.clock import shanghai_midnight, to_us
from weiyin.base.errors import BadInput, NotAllowed, NotFound, Refused
from weiyin.base.ids import row_id
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

MOST_MISSED = 3
_LAST_DAY = 28
"""A later day does not come in every month."""

_COLUMNS = (
    "plan_no, customer_no, account_no, code, amount_fen, every, day, next_day, state, runs, missed,"
    " why"
)
_ADD = sql(
    f"INSERT INTO wealth_plans (book, {_COLUMNS}, made_us) VALUES (:book, :plan_no, :customer_no,"
    " :account_no, :code, :amount_fen, :every, :day, :next_day, 'active', 0, 0, '', :made_us)"
)
_FIND = sql(f"SELECT {_COLUMNS} FROM wealth_plans WHERE book=:book AND plan_no=:plan_no")
_OF = sql(
    f"SELECT {_COLUMNS} FROM wealth_plans WHERE customer_no=:customer_no AND book=:book"
    " AND state<>'stopped' ORDER BY plan_no"
)
_DUE = sql(
    "SELECT plan_no FROM wealth_plans WHERE state='active' AND next_day<=:day AND book=:book"
    " AND plan_no>:after ORDER BY plan_no LIMIT CAST(:room AS INTEGER)"
)
_SAVE = sql(
    "UPDATE wealth_plans SET next_day=:next_day, state=:state, runs=:runs, missed=:missed, why=:why"
    " WHERE book=:book AND plan_no=:plan_no AND next_day=:was_day AND state=:was_state"
)


class Every(StrEnum):
    WEEK = "week"
    MONTH = "month"


class PlanState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Plan:
    """`day` is of the month (1–28), or of the week from Monday 1; `next` is a trading day."""

    plan_no: str
    customer_no: str
    account_no: str
    code: str
    amount: Money
    every: Every
    day: int
    next: date
    state: PlanState
    runs: int = 0
    missed: int = 0
    why: str = ""


def make_plan(
    office: Office, customer_no: str, account_no: str, code: str, amount: Money, every: Every,
    day: int,
) -> Plan:  # fmt: skip
    """Judged as the first purchase would be, but for the funds. Raises as `orders.buy`."""
    product = access_product(office.reader, office.book, code)
    if product.terms.kind is not Kind.FUND:
        raise NotAllowed("plan", f"{product.name}不支持定投")
    check_buy(office, customer_no, account_no, product, amount)
    plan = Plan(
        row_id(office.now, office.rng), customer_no, account_no, code, amount, every, day,
        next_run(every, day, office.today), PlanState.ACTIVE,
    )  # fmt: skip
    office.tx.run(
        _ADD, book=office.book, plan_no=plan.plan_no, customer_no=customer_no,
        account_no=account_no, code=code, amount_fen=amount.fen, every=every, day=day,
        next_day=plan.next.isoformat(), made_us=to_us(office.now),
    )  # fmt: skip
    return plan


def next_run(every: Every, day: int, after: date) -> date:
    """The first trading day from the plan's own day on, of those days that follow `after`."""
    most = 7 if every is Every.WEEK else _LAST_DAY
    if not 1 <= day <= most:
        raise BadInput("day", f"定投日请选择1至{most}")
    if every is Every.WEEK:
        return calendar.on_or_after(after + timedelta(days=(day - after.isoweekday() - 1) % 7 + 1))
    this = after.replace(day=day)
    return calendar.on_or_after(this if this > after else months_after(this, 1))


def set_state(office: Office, customer_no: str, plan_no: str, state: PlanState) -> Plan:
    """Pause, go on or stop. A plan that goes on has missed what is past. Raises NotFound."""
    plan = _find(office.reader, office.book, plan_no)
    if plan is None or plan.customer_no != customer_no or plan.state is PlanState.STOPPED:
        raise NotFound(f"plan {plan_no}", heard="没有找到这个定投计划")
    following = plan.next
    if state is PlanState.ACTIVE and following <= office.today:
        following = next_run(plan.every, plan.day, office.today)
    return _save(office, plan, replace(plan, state=state, next=following, missed=0))


def plans_of(reader: Reader, book: str, customer_no: str) -> tuple[Plan, ...]:
    """Those that were not stopped, the oldest first."""
    return tuple(map(_plan, reader.all(_OF, book=book, customer_no=customer_no)))


def due_on(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Plans that run on the morning after `day`."""
    morning = (day + timedelta(days=1)).isoformat()
    rows = office.reader.all(_DUE, book=office.book, day=morning, after=after, room=room)
    return [no for (no,) in rows]


def run(office: Office, day: date, plan_no: str) -> int:
    """One run: an order, or the reason why not. Nothing is left behind by a refused one."""
    plan = _find(office.reader, office.book, plan_no)
    assert plan is not None, f"plan {plan_no} is gone"
    morning = day + timedelta(days=1)
    following = next_run(plan.every, plan.day, max(plan.next, morning))
    try:
        buy(office, plan.customer_no, plan.account_no, plan.code, plan.amount, plan_no)
    except Refused as refusal:
        missed = plan.missed + 1
        state = PlanState.STOPPED if missed >= MOST_MISSED else PlanState.ACTIVE
        turned = replace(
            plan, next=following, state=state, missed=missed, why=refusal.heard
        )  # fmt: skip
        _tell(office, _save(office, plan, turned), morning)
        return 1
    _save(office, plan, replace(plan, next=following, runs=plan.runs + 1, missed=0, why=""))
    return 1


def _tell(office: Office, plan: Plan, day: date) -> None:
    product = access_product(office.reader, office.book, plan.code)
    stopped = plan.state is PlanState.STOPPED
    after = "已连续三次未成功，定投自动终止" if stopped else f"下次扣款日 {plan.next}"
    office.tell(
        CustomerEvent(
            book=office.book,
            customer_no=plan.customer_no,
            kind="wealth_plan_missed",
            title="定投未成功",
            facts=(
                ("基金", product.name),
                ("金额", f"{plan.amount}元"),
                ("原因", plan.why),
                ("后续", after),
            ),
            at=shanghai_midnight(day),
            key=f"wealth-plan:{plan.plan_no}:{day}",
            path="/p/f/fund_auto_invest",
        )
    )


def _find(reader: Reader, book: str, plan_no: str) -> Plan | None:
    row = reader.one(_FIND, book=book, plan_no=plan_no)
    return None if row is None else _plan(row)


def _save(office: Office, was: Plan, now: Plan) -> Plan:
    saved = office.tx.run(
        _SAVE, book=office.book, plan_no=was.plan_no, was_day=was.next.isoformat(),
        was_state=was.state, next_day=now.next.isoformat(), state=now.state, runs=now.runs,
        missed=now.missed, why=now.why,
    )  # fmt: skip
    assert saved == 1, f"plan {was.plan_no} was turned twice"
    return now


def _plan(row: tuple[Any, ...]) -> Plan:
    no, customer_no, account_no, code, fen, every, day, following, state, *rest = row
    return Plan(
        no, customer_no, account_no, code, Money(int(fen)), Every(every), day,
        date.fromisoformat(following), PlanState(state), *rest,
    )  # fmt: skip
