"""Term deposits: money put away at a rate until a day, in a ledger account of its own.

The ledger account has the deposit's number and kind `term`: nothing can be paid from it. What the
customer agreed to (rate, term, renewal) stands in `term_deposits`.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from weiyin.bank.accounts import TERM, NewAccount, open_account
from weiyin.bank.ledger import post_many
from weiyin.bank.postings import Leg, Posting
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import Refused
from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.base.mask import mask_card, tail
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

KIND = "term_deposit"

_ADD = sql(
    "INSERT INTO term_deposits (book, deposit_no, customer_no, account_no, name, amount_fen,"
    " currency, term_months, annual_bp, value_day, maturity_day, renews, state)"
    " VALUES (:book, :deposit_no, :customer_no, :account_no, :name, :amount_fen, :currency,"
    " :term_months, :annual_bp, :value_day, :maturity_day, :renews, 'open')"
)
_OF = sql(
    "SELECT t.deposit_no, t.account_no, t.name, t.amount_fen, t.currency, t.term_months,"
    " t.annual_bp, t.value_day, t.maturity_day, t.renews"
    " FROM ledger_accounts a JOIN term_deposits t ON t.book=a.book AND t.deposit_no=a.no"
    f" WHERE a.book=:book AND a.customer_no=:customer_no AND a.kind='{TERM}' AND t.state='open'"
    " ORDER BY t.maturity_day, t.deposit_no"
)


@dataclass(frozen=True, slots=True)
class NewDeposit:
    """`key` makes it once only; `account_no` pays in, and is paid principal and interest."""

    key: str
    deposit_no: str
    customer_no: str
    account_no: str
    name: str
    amount: Money
    term_months: int
    """0: a notice deposit, which ends when its owner says so."""
    annual_bp: int
    renews: bool


@dataclass(frozen=True, slots=True)
class TermDeposit:
    """`interest`: what whole years and months bring by `maturity`, at the agreed rate."""

    deposit_no: str
    account_no: str
    name: str
    amount: Money
    term_months: int
    annual_bp: int
    value_day: date
    maturity: date
    renews: bool

    @property
    def ends(self) -> str:
        """As its owner reads it: `2027-07-20`."""
        return self.maturity.isoformat() if self.term_months else "通知支取"

    @property
    def interest(self) -> Money:
        return self.amount.share(self.annual_bp * self.term_months, 10_000 * 12)


def put_away(
    tx: Tx, book: str, new: NewDeposit, at: datetime, rng: Rng = SYSTEM_RNG, *, quiet: bool = False
) -> None:
    """Open the deposit and move the money into it. Raises NotAllowed as any posting."""
    open_account(tx, book, NewAccount(new.deposit_no, TERM, new.customer_no), at)
    fen, day = new.amount.fen, shanghai_day(at)
    posting = Posting(
        key=new.key, kind=KIND, at=at, currency=new.amount.currency, memo=f"存入{new.name}",
        legs=(
            Leg(new.account_no, -fen, other="定期存款"),
            Leg(new.deposit_no, fen, other=mask_card(tail(new.account_no))),
        ),
    )  # fmt: skip
    [outcome] = post_many(tx, book, [posting], rng, quiet=quiet)
    if isinstance(outcome, Refused):
        raise outcome
    tx.run(
        _ADD, book=book, deposit_no=new.deposit_no, customer_no=new.customer_no,
        account_no=new.account_no, name=new.name, amount_fen=fen, currency=new.amount.currency,
        term_months=new.term_months, annual_bp=new.annual_bp, value_day=day.isoformat(),
        maturity_day=_maturity(day, new.term_months).isoformat(), renews=int(new.renews),
    )  # fmt: skip


def deposits_of(reader: Reader, book: str, customer_no: str) -> tuple[TermDeposit, ...]:
    """Of a customer, the first to mature first."""
    return tuple(map(_deposit, reader.all(_OF, book=book, customer_no=customer_no)))


def _maturity(day: date, months: int) -> date:
    return months_after(day, months) if months else date.max


def months_after(day: date, months: int) -> date:
    """The same day of a later month; its last day when it is shorter (31 January → 28 February)."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _deposit(row: tuple[Any, ...]) -> TermDeposit:
    no, account_no, name, fen, currency, months, bp, value_day, maturity, renews = row
    return TermDeposit(
        no, account_no, name, Money(fen, currency), months, bp, date.fromisoformat(value_day),
        date.fromisoformat(maturity), bool(renews),
    )  # fmt: skip
