"""A transfer that was made at once, found by the number of its entry: there is no row of it."""

from __future__ import annotations

from weiyin.bank.batch import Batch
from weiyin.bank.ledger import find_entry
from weiyin.bank.payments.orders import Counterparty, Direction, Payment, State
from weiyin.bank.payments.routes import Mode, Route
from weiyin.bank.transfers import TRANSFER
from weiyin.base.errors import NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_OTHER = sql(
    "SELECT other FROM ledger_lines WHERE book=:book AND account_no=:account_no AND bucket=:bucket"
    " AND seq=:seq"
)


def past_transfer(reader: Reader, book: str, customer_no: str, entry_no: str) -> Payment:
    """One that the customer sent. Raises NotFound, alike for missing and another's."""
    entry = find_entry(reader, book, entry_no)
    payer, payee = entry.legs[0], entry.legs[-1]
    batch = Batch(reader, book)
    batch.load([entry.key], [payer.account_no])
    is_theirs = batch.account(payer.account_no).customer_no == customer_no
    if entry.kind != TRANSFER or payer.amount_fen >= 0 or not is_theirs:
        raise NotFound(f"transfer {entry_no}")
    row = reader.one(
        _OTHER, book=book, account_no=payer.account_no, bucket=payer.bucket, seq=payer.seq
    )
    assert row is not None, f"entry {entry_no} has lost a line"
    amount = Money(-payer.amount_fen, entry.currency)
    return Payment(
        entry.key, entry_no, Direction.SEND, customer_no, payer.account_no,
        Counterparty("", payee.account_no, ""), row[0], payee.account_no[-4:], amount,
        Money.zero(entry.currency), entry.memo, Mode.REALTIME, Route.BOOK, "", "", State.DONE,
        "", "", entry.at, entry.at, entry.at, entry.at,
    )  # fmt: skip
