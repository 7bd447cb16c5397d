"""What an account is, beside what is on it: its class, branch, standing and opening day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from weiyin.bank.accounts import CURRENT, CURRENT_II, CURRENT_III, AccountStatus
from weiyin.base.clock import from_us, shanghai_day
from weiyin.base.errors import NotFound
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

CLASS_OF = {CURRENT: 1, CURRENT_II: 2, CURRENT_III: 3}
"""The class of a personal settlement account, by the kind of its ledger account."""

_LOOK = sql(
    "SELECT a.kind, a.currency, a.status, a.opened_us, f.branch, f.bound_account"
    " FROM ledger_accounts a LEFT JOIN account_facts f ON f.book=a.book AND f.account_no=a.no"
    " WHERE a.book=:book AND a.no=:no AND a.bucket=0 AND a.customer_no=:customer_no"
)
_PUT = sql(
    "INSERT INTO account_facts (book, account_no, branch, bound_account)"
    " VALUES (:book, :no, :branch, :bound_account)"
    " ON CONFLICT (book, account_no) DO UPDATE SET branch=excluded.branch,"
    " bound_account=excluded.bound_account"
)


@dataclass(frozen=True, slots=True)
class AccountDetail:
    account_no: str
    account_class: int
    """1, 2 or 3; 0 for what is no settlement account."""
    currency: str
    status: AccountStatus
    opened: date
    branch: str
    """Empty: the bank's head office."""
    bound_account: str
    """Of class II and III: the class I account of the same customer."""


def detail(reader: Reader, book: str, customer_no: str, account_no: str) -> AccountDetail:
    """Of the customer's own account; another's sounds like none. Raises NotFound."""
    row = reader.one(_LOOK, book=book, no=account_no, customer_no=customer_no)
    if row is None:
        raise NotFound(f"account {account_no}")
    kind, currency, status, opened_us, branch, bound = row
    return AccountDetail(
        account_no, CLASS_OF.get(kind, 0), currency, AccountStatus(status),
        shanghai_day(from_us(opened_us)), branch or "", bound or "",
    )  # fmt: skip


def put_facts(tx: Tx, book: str, account_no: str, branch: str, bound_account: str = "") -> None:
    tx.run(_PUT, book=book, no=account_no, branch=branch, bound_account=bound_account)
