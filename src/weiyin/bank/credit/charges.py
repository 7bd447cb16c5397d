"""What the bank itself puts on a bill: interest, fees, the part of a plan that falls due.

A charge belongs to a bill by its own word (`about`), not by where its line happens to stand: so a
close that runs late, after the next day's purchases, makes the same bill.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from weiyin.bank.credit.items import Line, Sheet
from weiyin.bank.credit.sheets import BILL
from weiyin.bank.credit.terms import CreditAccount, set_line
from weiyin.bank.ledger import post
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.base.clock import shanghai_midnight
from weiyin.storage.sql import sql

_ADD = sql(
    "INSERT INTO credit_charges (book, account_no, seq, month)"
    " VALUES (:book, :account_no, :seq, :month)"
)


@dataclass(frozen=True, slots=True)
class Charge:
    """`to` is the bank's own account that it goes to; `key` makes it once only."""

    key: str
    kind: str
    fen: int
    to: str
    memo: str
    month: str


def put_charge(
    office: Office, account: CreditAccount, sheet: Sheet, charge: Charge, day: date
) -> None:
    """Post it at the end of `day`, beyond the line of credit if need be, and onto the sheet."""
    assert charge.fen > 0, f"charge {charge.key} of nothing"
    set_line(office.tx, office.book, account.no, day, charge.fen)
    posted = post(
        office.tx, office.book,
        Posting(
            key=charge.key, kind=charge.kind, at=end_of(day), currency=account.currency,
            memo=charge.memo, about=f"{BILL}{charge.month}",
            legs=(Leg(account.no, -charge.fen, other=office.bank), Leg(charge.to, charge.fen)),
        ),
        office.rng, quiet=office.quiet,
    )  # fmt: skip
    seq = posted.leg(account.no).seq
    office.tx.run(_ADD, book=office.book, account_no=account.no, seq=seq, month=charge.month)
    sheet.owe(Line(seq, posted.entry_no, charge.kind, day, -charge.fen, month=charge.month))


def end_of(day: date) -> datetime:
    """The last moment of the day in Shanghai."""
    return shanghai_midnight(day + timedelta(days=1)) - timedelta(microseconds=1)


def month_after(month: str) -> str:
    """`2026-12` → `2027-01`."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02d}"
