"""Standing orders: a payment once on a day, or every day, week or month, at nine in the morning.

Each due moment is one payment, under a key made of the plan's number and the count of its runs, in
the unit of work that moves the plan to its next moment: a worker that dies, or two at once, change
nothing. A worker that was down makes up for every moment it missed.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from weiyin.bank.payments.orders import Counterparty, open_party, seal_party
from weiyin.base.clock import SHANGHAI, from_us, shanghai_day, to_us
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import mask_name, tail
from weiyin.base.money import Money
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

TABLE = "payment_plans"
AT = time(9)
"""The hour in Shanghai at which plans run."""
_FAR = timedelta(days=366)

_COLUMNS = (
    "plan_no, customer_no, account_no, bank, payee_sealed, payee_masked, payee_tail, amount_fen,"
    " currency, memo, every, day, runs, most_runs, next_us, state, why, made_us"
)
_ADD = sql(
    f"INSERT INTO payment_plans (book, {_COLUMNS}) VALUES (:book, :plan_no, :customer_no,"
    " :account_no, :bank, :payee_sealed, :payee_masked, :payee_tail, :amount_fen, :currency,"
    " :memo, :every, :day, 0, :most_runs, :next_us, 'active', '', :made_us)"
)
_FIND = sql(f"SELECT {_COLUMNS} FROM payment_plans WHERE book=:book AND plan_no=:plan_no")
_OF = sql(
    f"SELECT {_COLUMNS} FROM payment_plans WHERE customer_no=:customer_no AND book=:book"
    " AND state='active' ORDER BY next_us, plan_no"
)
_DUE = sql(
    "SELECT plan_no FROM payment_plans WHERE state='active' AND next_us<=:now_us AND book=:book"
    " ORDER BY next_us LIMIT CAST(:room AS INTEGER)"
)
_TURN = sql(
    "UPDATE payment_plans SET next_us=:next_us, runs=runs+1, state=:state, why=:why"
    " WHERE book=:book AND plan_no=:plan_no AND state='active' AND next_us=:was_us"
)
_STOP = sql(
    "UPDATE payment_plans SET state='stopped'"
    " WHERE book=:book AND plan_no=:plan_no AND customer_no=:customer_no AND state='active'"
)


class Every(StrEnum):
    ONCE = "once"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class NewPlan:
    """`first`: the first day. `most_runs` 0: until it is stopped."""

    plan_no: str
    customer_no: str
    from_account: str
    to: Counterparty
    amount: Money
    memo: str
    every: Every
    first: date
    most_runs: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """`day`: of the month for monthly plans. `next`: the due moment, of the last run when over."""

    plan_no: str
    customer_no: str
    from_account: str
    to: Counterparty
    to_masked: str
    to_tail: str
    amount: Money
    memo: str
    every: Every
    day: int
    runs: int
    most_runs: int
    next: datetime
    state: str
    why: str


def moment_of(day: date) -> datetime:
    """The due moment of a day."""
    return datetime.combine(day, AT, SHANGHAI)


def add_plan(tx: Tx, sealer: Sealer, book: str, new: NewPlan, now: datetime) -> None:
    """Raises BadInput("day") when the first moment is past, or too far off."""
    due = moment_of(new.first)
    if not now < due <= now + _FAR:
        raise BadInput("day", "请选择明天起一年以内的日期")
    row = f"{book}/{new.plan_no}"
    tx.run(
        _ADD, book=book, plan_no=new.plan_no, customer_no=new.customer_no,
        account_no=new.from_account, bank=new.to.bank,
        payee_sealed=seal_party(sealer, TABLE, "payee_sealed", row, new.to),
        payee_masked=mask_name(new.to.name), payee_tail=tail(new.to.number),
        amount_fen=new.amount.fen, currency=new.amount.currency, memo=new.memo, every=new.every,
        day=new.first.day, most_runs=new.most_runs, next_us=to_us(due), made_us=to_us(now),
    )  # fmt: skip


def find_plan(reader: Reader, sealer: Sealer, book: str, plan_no: str) -> Plan:
    row = reader.one(_FIND, book=book, plan_no=plan_no)
    if row is None:
        raise NotFound(f"plan {plan_no}", heard="没有找到这个预约转账")
    return _plan(sealer, book, row)


def plans_of(reader: Reader, sealer: Sealer, book: str, customer_no: str) -> list[Plan]:
    """Those in force, the next due first."""
    rows = reader.all(_OF, book=book, customer_no=customer_no)
    return [_plan(sealer, book, row) for row in rows]


def due_plans(reader: Reader, book: str, now: datetime, limit: int) -> list[str]:
    rows = reader.all(_DUE, book=book, now_us=to_us(now), room=limit)
    return [row[0] for row in rows]


def turn_plan(tx: Tx, book: str, plan: Plan, why: str = "") -> bool:
    """On to the next moment, or over. False when somebody else turned it first."""
    is_last = plan.every is Every.ONCE or plan.runs + 1 == plan.most_runs
    due = shanghai_day(plan.next)
    following = plan.next if is_last else moment_of(_after(plan.every, due, plan.day))
    turned = tx.run(
        _TURN, book=book, plan_no=plan.plan_no, was_us=to_us(plan.next),
        next_us=to_us(following), state="over" if is_last else "active", why=why,
    )  # fmt: skip
    return turned == 1


def stop_plan(tx: Tx, book: str, customer_no: str, plan_no: str) -> None:
    """Raises NotFound when it is another's, over, or stopped before."""
    if not tx.run(_STOP, book=book, plan_no=plan_no, customer_no=customer_no):
        raise NotFound(f"plan {plan_no}", heard="没有找到这个预约转账，可能已经结束或取消")


def _after(every: Every, on: date, day: int) -> date:
    """The due day after `on`. The 31st is the last day of a shorter month."""
    if every is Every.DAY:
        return on + timedelta(days=1)
    if every is Every.WEEK:
        return on + timedelta(days=7)
    year, month = (on.year, on.month + 1) if on.month < 12 else (on.year + 1, 1)
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _plan(sealer: Sealer, book: str, row: tuple[Any, ...]) -> Plan:
    (
        plan_no, customer_no, account_no, bank, sealed, masked, end, fen, currency, memo, every,
        day, runs, most_runs, next_us, state, why, _,
    ) = row  # fmt: skip
    to = open_party(sealer, TABLE, "payee_sealed", f"{book}/{plan_no}", bank, sealed)
    return Plan(
        plan_no, customer_no, account_no, to, masked, end, Money(fen, currency), memo,
        Every(every), day, runs, most_runs, from_us(next_us), state, why,
    )  # fmt: skip
