"""What an account's owner chose, one word a name: how the bill is sent, the card's passwords."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_FIND = sql(
    "SELECT value FROM credit_choices WHERE book=:book AND account_no=:account_no AND name=:name"
)
_PUT = sql(
    "INSERT INTO credit_choices (book, account_no, name, value, since)"
    " VALUES (:book, :account_no, :name, :value, :since) ON CONFLICT (book, account_no, name)"
    " DO UPDATE SET value=excluded.value, since=excluded.since"
)
_SENDING = "bill_sending"


class Sending(StrEnum):
    WECHAT = "wechat"
    PAPER = "paper"
    BOTH = "both"


class PasswordKind(StrEnum):
    QUERY = "query"
    """For asking by telephone."""
    PAYMENT = "payment"
    """For paying in shops."""


def sending_of(reader: Reader, book: str, account_no: str) -> Sending:
    """WECHAT until something else is chosen."""
    row = reader.one(_FIND, book=book, account_no=account_no, name=_SENDING)
    return Sending.WECHAT if row is None else Sending(row[0])


def choose_sending(tx: Tx, book: str, account_no: str, value: Sending, day: date) -> None:
    tx.run(
        _PUT, book=book, account_no=account_no, name=_SENDING, value=value, since=day.isoformat()
    )


def put_password(
    tx: Tx, book: str, account_no: str, kind: PasswordKind, verifier: str, day: date
) -> None:
    """`verifier` is what a password is checked against; the password itself is kept nowhere."""
    tx.run(
        _PUT, book=book, account_no=account_no, name=f"password:{kind}", value=verifier,
        since=day.isoformat(),
    )  # fmt: skip
