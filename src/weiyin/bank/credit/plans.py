"""Instalment plans: of a bill, of a single spend, of cash; what falls due with each bill.

Opening a plan moves its principal off the card (or to the debit account) against the bank's
instalment account; every bill then takes one part and its fee back onto the card. What is not
billed yet takes up the line of credit. The last part absorbs the rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from weiyin.bank import house
from weiyin.bank.credit.charges import Charge, put_charge
from weiyin.bank.credit.items import Sheet
from weiyin.bank.credit.terms import CreditAccount
from weiyin.bank.service import Office
from weiyin.base.errors import NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

PPM = 1_000_000

_COLUMNS = (
    "SELECT plan_id, account_no, customer_no, kind, about, memo, opened, principal_fen, periods,"
    " fee_ppm, billed, left_fen, state FROM credit_plans WHERE book=:book"
)
_OF_ACCOUNT = sql(f"{_COLUMNS} AND account_no=:account_no ORDER BY plan_id DESC")
_FIND = sql(f"{_COLUMNS} AND plan_id=:plan_id")
_ADD = sql(
    "INSERT INTO credit_plans (book, plan_id, account_no, customer_no, kind, about, memo, opened,"
    " principal_fen, periods, fee_ppm, billed, left_fen, state) VALUES (:book, :plan_id,"
    " :account_no, :customer_no, :kind, :about, :memo, :opened, :principal_fen, :periods,"
    " :fee_ppm, 0, :principal_fen, 'active')"
)
_SAVE = sql(
    "UPDATE credit_plans SET billed=:billed, left_fen=:left_fen, state=:state"
    " WHERE book=:book AND plan_id=:plan_id AND billed=:was AND state='active'"
)


class PlanKind(StrEnum):
    BILL = "bill"
    SPEND = "spend"
    CASH = "cash"
    AGREED = "agreed"
    """With somebody who could not pay: all that was owed, without interest."""


class PlanState(StrEnum):
    ACTIVE = "active"
    PAID = "paid"
    """Every part was billed."""
    SETTLED = "settled"
    """Ended early."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`about`: the month of the bill, or the entry of the spend; amounts in fen."""

    plan_id: str
    account_no: str
    customer_no: str
    kind: PlanKind
    about: str
    memo: str
    opened: str
    principal_fen: int
    periods: int
    fee_ppm: int
    billed: int
    """How many parts were billed."""
    left_fen: int
    """Principal not billed yet."""
    state: PlanState

    @property
    def part_fen(self) -> int:
        """The principal of the next part."""
        each = self.principal_fen // self.periods
        return self.left_fen if self.billed + 1 >= self.periods else each

    @property
    def fee_fen(self) -> int:
        """Of each part."""
        return fee_of(self.principal_fen, self.fee_ppm)


def fee_of(principal_fen: int, fee_ppm: int) -> int:
    return Money(principal_fen).share(fee_ppm, PPM).fen


def plans_of(reader: Reader, book: str, account_no: str) -> tuple[Plan, ...]:
    """Newest first."""
    return tuple(map(_plan, reader.all(_OF_ACCOUNT, book=book, account_no=account_no)))


def access_plan(reader: Reader, book: str, plan_id: str, account_no: str) -> Plan:
    """One of this account. Raises the same NotFound for another's and for none."""
    row = reader.one(_FIND, book=book, plan_id=plan_id)
    if row is None or row[1] != account_no:
        raise NotFound(f"plan {plan_id}", heard="没有找到这笔分期")
    return _plan(row)


def add_plan(tx: Tx, book: str, plan: Plan) -> None:
    tx.run(
        _ADD, book=book, plan_id=plan.plan_id, account_no=plan.account_no,
        customer_no=plan.customer_no, kind=plan.kind, about=plan.about, memo=plan.memo,
        opened=plan.opened, principal_fen=plan.principal_fen, periods=plan.periods,
        fee_ppm=plan.fee_ppm,
    )  # fmt: skip


def settle_plan(tx: Tx, book: str, plan: Plan) -> None:
    """The rest of its principal is back on the card: nothing falls due any more."""
    _save(tx, book, plan, plan.billed, 0, PlanState.SETTLED)


def charge_plans(
    office: Office, account: CreditAccount, sheet: Sheet, month: str, day: date
) -> None:
    """Bill one part of every plan of the account that has any left."""
    for plan in _active(plans_of(office.reader, office.book, account.no)):
        number = plan.billed + 1
        said = f"{plan.memo} 第{number}/{plan.periods}期"
        part, key = plan.part_fen, f"plan:{plan.plan_id}:{number}"
        left = plan.left_fen - part
        state = PlanState.ACTIVE if number < plan.periods else PlanState.PAID
        _save(office.tx, office.book, plan, number, left, state)
        due = Charge(key, "instalment_due", part, house.INSTALMENTS, f"{said}本金", month)
        put_charge(office, account, sheet, due, day)
        if plan.fee_fen:
            fee = Charge(f"{key}:fee", "instalment_fee", plan.fee_fen, house.INTEREST,
                         f"{said}利息", month)  # fmt: skip
            put_charge(office, account, sheet, fee, day)


def _active(plans: Sequence[Plan]) -> list[Plan]:
    return [plan for plan in reversed(plans) if plan.state is PlanState.ACTIVE]


def _save(tx: Tx, book: str, plan: Plan, billed: int, left_fen: int, state: PlanState) -> None:
    saved = tx.run(
        _SAVE, book=book, plan_id=plan.plan_id, was=plan.billed, billed=billed,
        left_fen=left_fen, state=state,
    )  # fmt: skip
    assert saved == 1, f"plan {plan.plan_id} was billed twice"


def _plan(row: tuple[Any, ...]) -> Plan:
    found = Plan(*row)
    return replace(found, kind=PlanKind(found.kind), state=PlanState(found.state))
