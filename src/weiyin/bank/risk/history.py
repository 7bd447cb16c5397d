"""Whom a customer has paid before, and who is known for fraud. Payees are blind stand-ins."""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.base.clock import shanghai_day, shanghai_midnight, to_us
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_HOUR = timedelta(hours=1)

_PAID = sql(
    "SELECT 1 FROM payments_made WHERE customer_no=:customer_no AND payee_blind=:payee"
    " AND book=:book LIMIT 1"
)
_RECENT = sql(
    "SELECT COUNT(*) FROM payments_made WHERE customer_no=:customer_no AND book=:book"
    " AND at_us>:since_us"
)
_LISTED = sql("SELECT 1 FROM fraud_payees WHERE payee_blind=:payee AND book=:book")
_NOTE = sql(
    "INSERT INTO payments_made (book, key, customer_no, payee_blind, amount_fen, at_us)"
    " VALUES (:book, :key, :customer_no, :payee, :amount_fen, :at_us)"
)
_LIST = sql(
    "INSERT INTO fraud_payees (book, payee_blind, reason, since_us)"
    " VALUES (:book, :payee, :reason, :since_us)"
    " ON CONFLICT (book, payee_blind) DO UPDATE SET reason=excluded.reason"
)
_UNLIST = sql("DELETE FROM fraud_payees WHERE book=:book AND payee_blind=:payee")


def blind_payee(sealer: Sealer, payee: str) -> str:
    """The stand-in of an account number, a phone or whatever else names a payee."""
    return sealer.blind(payee, "bank.payee")


def has_paid(reader: Reader, book: str, customer_no: str, payee: str) -> bool:
    return reader.one(_PAID, book=book, customer_no=customer_no, payee=payee) is not None


def paid_recently(reader: Reader, book: str, customer_no: str, now: datetime) -> int:
    """How many payments within the last hour."""
    return _since(reader, book, customer_no, to_us(now - _HOUR))


def paid_today(reader: Reader, book: str, customer_no: str, now: datetime) -> int:
    """How many payments since midnight in Shanghai."""
    midnight = to_us(shanghai_midnight(shanghai_day(now)))
    return _since(reader, book, customer_no, midnight - 1)


def _since(reader: Reader, book: str, customer_no: str, since_us: int) -> int:
    row = reader.one(_RECENT, book=book, customer_no=customer_no, since_us=since_us)
    assert row is not None, "COUNT always answers"
    return int(row[0])


def is_listed(reader: Reader, book: str, payee: str) -> bool:
    return reader.one(_LISTED, book=book, payee=payee) is not None


def note(
    tx: Tx, book: str, key: str, customer_no: str, payee: str, amount_fen: int, at: datetime
) -> None:
    """Remember a payment that is being made."""
    tx.run(
        _NOTE, book=book, key=key, customer_no=customer_no, payee=payee, amount_fen=amount_fen,
        at_us=to_us(at),
    )  # fmt: skip


def list_payee(tx: Tx, book: str, payee: str, reason: str, at: datetime) -> None:
    """Put somebody on the list of known fraud: a bank's own finding or a notice of the police."""
    tx.run(_LIST, book=book, payee=payee, reason=reason, since_us=to_us(at))


def unlist_payee(tx: Tx, book: str, payee: str) -> None:
    tx.run(_UNLIST, book=book, payee=payee)
