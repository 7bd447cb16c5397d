"""Ledger accounts: opening, freezing, and an account's state while a batch works on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from weiyin.bank.chain import genesis
from weiyin.bank.postings import Leg, PostedLeg
from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput, Conflict, NotAllowed, NotFound
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

MAX_BUCKETS = 256
CURRENT, CREDIT, HOUSE = "current", "credit", "house"
"""Kinds: a customer's money, a customer's debt, the bank's own."""
CURRENT_II, CURRENT_III = "current2", "current3"
"""A customer's money in an account of class II or III (`account/classes.py`)."""
PAYING = frozenset({CURRENT, CURRENT_II, CURRENT_III})
"""Kinds that pay and are paid by transfer."""
TERM = "term"
"""A customer's money, put away until a day."""
LOAN = "loan"
"""What a customer owes on one loan."""
FOREIGN, METAL = "foreign", "metal"
"""What a customer has of a foreign currency, of a metal."""

_OPEN = sql(
    "INSERT INTO ledger_accounts (book, no, bucket, buckets, customer_no, kind, currency, status,"
    " floor_fen, debit_fen, credit_fen, out_held_fen, in_held_fen, seq, last_us, head, opened_us)"
    " VALUES (:book, :no, :bucket, :buckets, :customer_no, :kind, :currency, 'active',"
    " :floor_fen, 0, 0, 0, 0, 0, :at_us, :head, :at_us)"
)
_SET_STATUS = sql("UPDATE ledger_accounts SET status=:status WHERE book=:book AND no=:no")
_MOVE_STATUS = sql(
    "UPDATE ledger_accounts SET status=:status WHERE book=:book AND no=:no AND status=:was"
)
_STATUS = sql("SELECT status FROM ledger_accounts WHERE book=:book AND no=:no AND bucket=0")
_SET_FLOOR = sql(
    "UPDATE ledger_accounts SET floor_fen=:floor_fen WHERE book=:book AND no=:no AND buckets=1"
)


class AccountStatus(StrEnum):
    ACTIVE = "active"
    FROZEN = "frozen"
    """By the bank: money may come in; none may go out."""
    LOCKED = "locked"
    """The same by its owner, who may end it."""
    CLOSED = "closed"


_STOPPED = {
    AccountStatus.FROZEN: "该账户已冻结，暂不能付款",
    AccountStatus.LOCKED: "该账户已由您锁定，不能付款。如需使用，请先办理解锁",
}


@dataclass(frozen=True, slots=True)
class NewAccount:
    """`floor_fen`: the available balance never falls below it; None: no bound (bank's own only).

    `buckets` > 1 spreads a hot account (fees, settlement) over that many rows, each with its own
    chain; no floor can be promised over several rows, so none is allowed.
    """

    no: str
    kind: str
    customer_no: str = ""
    currency: str = "CNY"
    floor_fen: int | None = 0
    buckets: int = 1


def open_account(tx: Tx, book: str, new: NewAccount, at: datetime) -> None:
    """Raises Conflict when the number is taken."""
    if not new.no or not 1 <= new.buckets <= MAX_BUCKETS:
        raise BadInput("account", "账户信息不完整")
    if new.buckets > 1 and (new.floor_fen is not None or new.customer_no):
        raise BadInput("buckets", "客户账户不能分户")
    tx.many(
        _OPEN,
        [
            {
                "book": book, "no": new.no, "bucket": bucket, "buckets": new.buckets,
                "customer_no": new.customer_no, "kind": new.kind, "currency": new.currency,
                "floor_fen": new.floor_fen, "at_us": to_us(at),
                "head": genesis(book, new.no, bucket, new.customer_no, new.kind, new.currency),
            }
            for bucket in range(new.buckets)
        ],
    )  # fmt: skip


def ensure_account(tx: Tx, book: str, new: NewAccount, at: datetime) -> None:
    """Open it unless it is there: for accounts that books of an earlier release lack."""
    if tx.one(_STATUS, book=book, no=new.no) is None:
        open_account(tx, book, new, at)


def set_status(tx: Tx, book: str, no: str, status: AccountStatus) -> None:
    if not tx.run(_SET_STATUS, book=book, no=no, status=status):
        raise NotFound(f"account {no}")


def move_status(tx: Tx, book: str, no: str, was: AccountStatus, status: AccountStatus) -> bool:
    """False when it was in another standing."""
    return tx.run(_MOVE_STATUS, book=book, no=no, was=was, status=status) > 0


def status_of(reader: Reader, book: str, no: str) -> AccountStatus:
    """Raises NotFound."""
    row = reader.one(_STATUS, book=book, no=no)
    if row is None:
        raise NotFound(f"account {no}")
    return AccountStatus(row[0])


def set_floor(tx: Tx, book: str, no: str, floor_fen: int) -> None:
    """A credit line of 20,000 yuan is a floor of −2,000,000 fen."""
    if not tx.run(_SET_FLOOR, book=book, no=no, floor_fen=floor_fen):
        raise NotFound(f"account {no}")


class Account:
    """One row of `ledger_accounts` in memory. `judge` a leg first, then `apply` it."""

    __slots__ = (
        "bucket", "credit", "currency", "customer_no", "debit", "floor", "head", "in_held",
        "kind", "last_us", "no", "out_held", "seq", "status",
    )  # fmt: skip

    COLUMNS = (
        "no, bucket, customer_no, kind, currency, status, floor_fen,"
        " debit_fen, credit_fen, out_held_fen, in_held_fen, seq, last_us, head"
    )

    def __init__(self, row: tuple[Any, ...]) -> None:
        (
            self.no, self.bucket, self.customer_no, self.kind, self.currency, self.status,
            self.floor, self.debit, self.credit, self.out_held, self.in_held, self.seq,
            self.last_us, self.head,
        ) = row  # fmt: skip

    @property
    def balance(self) -> int:
        return int(self.credit - self.debit)

    def judge(self, leg: Leg, currency: str) -> None:
        """Whether the account can take the leg.

        Raises NotAllowed: `currency`, `closed`, `frozen`, `locked`, `funds`.
        """
        if currency != self.currency:
            raise NotAllowed("currency", "币种不符，暂不能办理")
        if self.status == AccountStatus.CLOSED:
            raise NotAllowed("closed", "该账户已销户，不能办理")
        spent = leg.out_held_fen - leg.amount_fen
        if spent > 0:
            if self.status != AccountStatus.ACTIVE:
                raise NotAllowed(self.status, _STOPPED[AccountStatus(self.status)])
            if self.floor is not None and self.balance - self.out_held - spent < self.floor:
                raise NotAllowed("funds", "可用余额不足")
        if self.out_held + leg.out_held_fen < 0 or self.in_held + leg.in_held_fen < 0:
            raise Conflict(f"account {self.no}: more released than held")

    def apply(self, leg: Leg, at_us: int) -> PostedLeg:
        """Take a judged leg. An account's own time never goes back, whatever the clocks say."""
        amount = leg.amount_fen
        if amount >= 0:
            self.credit += amount
        else:
            self.debit -= amount
        self.out_held += leg.out_held_fen
        self.in_held += leg.in_held_fen
        self.seq += 1
        self.last_us = max(self.last_us, at_us)
        assert self.out_held >= 0 <= self.in_held, f"negative hold on {self.no}"
        return PostedLeg(
            self.no, self.bucket, self.seq, amount, leg.out_held_fen, leg.in_held_fen,
            self.credit - self.debit,
        )  # fmt: skip
