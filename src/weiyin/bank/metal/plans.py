"""积存定投: so many yuan of metal every day, week or month, at the price of that morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from weiyin.bank.account.term_deposits import months_after
from weiyin.bank.events import CustomerEvent
from weiyin.bank.metal.dealing import buy, offer_purchase
from weiyin.bank.quotes.quote import METALS
from weiyin.bank.service import Office
from weiyin.bank.spending import check_owner
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import BadInput, NotAllowed, NotFound, Refused
from weiyin.base.ids import row_id
from weiyin.base.money import Money
from weiyin.storage.sql import sql

AT = time(10)
"""Not before: the market of the day is open by then."""
EVERY = {"day": 1, "week": 7}
MONTH = "month"
_STALE = "stale"

_COLUMNS = (
    "SELECT plan_no, customer_no, account_no, symbol, amount_fen, every, next_day, day, runs, why"
    " FROM metal_plans WHERE book=:book AND state='active'"
)
_OF = sql(f"{_COLUMNS} AND customer_no=:customer_no ORDER BY plan_no")
_FIND = sql(f"{_COLUMNS} AND plan_no=:plan_no")
_DUE = sql(
    "SELECT plan_no FROM metal_plans WHERE book=:book AND state='active' AND next_day<=:day"
    " ORDER BY plan_no LIMIT 100"
)
_ADD = sql(
    "INSERT INTO metal_plans (book, plan_no, customer_no, account_no, symbol, amount_fen, every,"
    " next_day, day, runs, state, why) VALUES (:book, :plan_no, :customer_no, :account_no, :symbol,"
    " :amount_fen, :every, :next_day, :day, 0, 'active', '')"
)
_TURN = sql(
    "UPDATE metal_plans SET next_day=:next_day, runs=runs+1, why=:why WHERE book=:book"
    " AND plan_no=:plan_no AND next_day=:was_day AND state='active'"
)
_STOP = sql(
    "UPDATE metal_plans SET state='over' WHERE book=:book AND plan_no=:plan_no"
    " AND customer_no=:customer_no AND state='active'"
)


@dataclass(frozen=True, slots=True)
class MetalPlan:
    """`day`: of the month. `why`: what the last run was refused with, empty when it went well."""

    plan_no: str
    customer_no: str
    account_no: str
    symbol: str
    amount: Money
    every: str
    next: date
    day: int
    runs: int
    why: str


def add_plan(
    office: Office, customer_no: str, account_no: str, symbol: str, amount: Money, every: str
) -> MetalPlan:
    """From tomorrow on. Raises what a purchase now would be refused with, but for its funds."""
    if every not in {*EVERY, MONTH}:
        raise BadInput("every", "请选择每天、每周或每月")
    check_owner(office.reader, office.book, customer_no, account_no)
    offer_purchase(office, customer_no, symbol, amount)
    first, number = office.today + timedelta(days=1), row_id(office.now, office.rng)
    office.tx.run(
        _ADD, book=office.book, plan_no=number, customer_no=customer_no, account_no=account_no,
        symbol=symbol, amount_fen=amount.fen, every=every, next_day=first.isoformat(),
        day=first.day,
    )  # fmt: skip
    return MetalPlan(
        number, customer_no, account_no, symbol, amount, every, first, first.day, 0, ""
    )


def plans_of(office: Office, customer_no: str) -> tuple[MetalPlan, ...]:
    """Those in force, oldest first."""
    rows = office.reader.all(_OF, book=office.book, customer_no=customer_no)
    return tuple(map(_plan, rows))


def stop_plan(office: Office, customer_no: str, plan_no: str) -> None:
    """Raises NotFound when it is another's or over."""
    if not office.tx.run(_STOP, book=office.book, plan_no=plan_no, customer_no=customer_no):
        raise NotFound(f"plan {plan_no}", heard="没有找到这个定投计划，可能已经停止")


def find_plan(office: Office, plan_no: str) -> MetalPlan | None:
    """None when it is over."""
    row = office.reader.one(_FIND, book=office.book, plan_no=plan_no)
    return None if row is None else _plan(row)


def due_plans(office: Office) -> list[str]:
    """Those whose day has come, once it is ten."""
    if office.now.astimezone(SHANGHAI).time() < AT:
        return []
    rows = office.reader.all(_DUE, book=office.book, day=office.today.isoformat())
    return [no for (no,) in rows]


def run_plan(office: Office, plan_no: str) -> int:
    """Buy once for its day; what cannot be bought is told, and waits for its next day.

    While the feed is silent it waits. 0 when somebody else was first.
    """
    plan = find_plan(office, plan_no)
    if plan is None or plan.next > office.today:
        return 0
    try:
        price = offer_purchase(office, plan.customer_no, plan.symbol, plan.amount).price
        buy(
            office, f"metal-plan:{plan.plan_no}:{plan.next}", plan.customer_no, plan.account_no,
            plan.symbol, plan.amount, price,
        )  # fmt: skip
        why = ""
    except Refused as refusal:
        if isinstance(refusal, NotAllowed) and refusal.rule == _STALE:
            return 0
        why = refusal.heard
    following = _after(plan, office.today)
    turned = office.tx.run(
        _TURN, book=office.book, plan_no=plan_no, was_day=plan.next.isoformat(),
        next_day=following.isoformat(), why=why,
    )  # fmt: skip
    if turned and why:
        _tell(office, plan, why)
    return turned


def _after(plan: MetalPlan, today: date) -> date:
    """The first of its days after today: days that were slept over are not made up for."""
    number = 1
    while (day := _later(plan, number)) <= today:
        number += 1
    return day


def _later(plan: MetalPlan, number: int) -> date:
    """The day so many turns after the present one; the 31st is a shorter month's last day."""
    if plan.every != MONTH:
        return plan.next + timedelta(days=EVERY[plan.every] * number)
    first = months_after(plan.next.replace(day=1), number)
    last = months_after(first, 1) - timedelta(days=1)
    return min(first + timedelta(days=plan.day - 1), last)


def _tell(office: Office, plan: MetalPlan, why: str) -> None:
    facts = (
        ("计划", f"积存{METALS[plan.symbol]}"),
        ("金额", f"{plan.amount}元"),
        ("原因", why),
    )
    office.tell(
        CustomerEvent(
            office.book, plan.customer_no, "metal_plan_refused", "积存定投未成功", facts,
            office.now, f"metal-plan:{plan.plan_no}:{plan.next}", account_no=plan.account_no,
            path="/p/f/metal_accumulate",
        )
    )  # fmt: skip


def _plan(row: tuple[Any, ...]) -> MetalPlan:
    no, customer_no, account_no, symbol, fen, every, next_day, day, runs, why = row
    return MetalPlan(
        no, customer_no, account_no, symbol, Money(fen), every, date.fromisoformat(next_day), day,
        runs, why,
    )  # fmt: skip
