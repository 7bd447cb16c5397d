"""What was last found due on the numbers that customers keep: for reminders and mandates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from weiyin.bank.bills.provider import Charge
from weiyin.base.clock import to_us
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_COLUMNS = "d.line_no, d.ref, d.title, d.amount_fen, d.currency, d.due_day"
_REFS = sql("SELECT ref FROM bill_dues WHERE book=:book AND line_no=:line_no")
_PUT = sql(
    "INSERT INTO bill_dues (book, line_no, ref, title, amount_fen, currency, due_day, seen_us)"
    " VALUES (:book, :line_no, :ref, :title, :amount_fen, :currency, :due_day, :seen_us)"
    " ON CONFLICT (book, line_no, ref) DO UPDATE SET amount_fen=excluded.amount_fen,"
    " title=excluded.title, due_day=excluded.due_day"
)
_TAKE_OUT = sql("DELETE FROM bill_dues WHERE book=:book AND line_no=:line_no AND ref=:ref")
_OF_CUSTOMER = sql(
    f"SELECT {_COLUMNS} FROM bill_dues d JOIN bill_accounts a ON a.book=d.book"
    " AND a.line_no=d.line_no WHERE a.customer_no=:customer_no AND d.book=:book"
    " ORDER BY d.line_no, d.ref"
)
_OF_LINE = sql(
    f"SELECT {_COLUMNS} FROM bill_dues d WHERE d.book=:book AND d.line_no=:line_no ORDER BY d.ref"
)


@dataclass(frozen=True, slots=True)
class Due:
    """`day` is the last to pay it, if the biller names one."""

    line_no: str
    ref: str
    title: str
    amount: Money
    day: date | None

    def as_charge(self) -> Charge:
        return Charge(self.ref, self.title, self.amount, self.day)


def put_dues(
    tx: Tx, book: str, line_no: str, charges: Sequence[Charge], at: datetime
) -> list[Charge]:
    """Put what is due now in the place of what was; those that are new."""
    before = {ref for (ref,) in tx.all(_REFS, book=book, line_no=line_no)}
    for charge in charges:
        tx.run(
            _PUT, book=book, line_no=line_no, ref=charge.ref, title=charge.title,
            amount_fen=charge.amount.fen, currency=charge.amount.currency,
            due_day=charge.due.isoformat() if charge.due else "", seen_us=to_us(at),
        )  # fmt: skip
    for gone in before - {charge.ref for charge in charges}:
        tx.run(_TAKE_OUT, book=book, line_no=line_no, ref=gone)
    return [charge for charge in charges if charge.ref not in before]


def take_out(tx: Tx, book: str, line_no: str, ref: str) -> None:
    """It is being paid."""
    tx.run(_TAKE_OUT, book=book, line_no=line_no, ref=ref)


def dues_of(reader: Reader, book: str, customer_no: str) -> dict[str, list[Due]]:
    """By the lines of a customer's."""
    found: dict[str, list[Due]] = {}
    for row in reader.all(_OF_CUSTOMER, book=book, customer_no=customer_no):
        found.setdefault(row[0], []).append(_due(row))
    return found


def dues_on(reader: Reader, book: str, line_no: str) -> list[Due]:
    return [_due(row) for row in reader.all(_OF_LINE, book=book, line_no=line_no)]


def _due(row: tuple[Any, ...]) -> Due:
    line_no, ref, title, fen, currency, day = row
    return Due(line_no, ref, title, Money(fen, currency), date.fromisoformat(day) if day else None)
