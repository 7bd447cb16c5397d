"""Reading the books as an auditor would: does every row still say what it said when written?

Each finding names the row. Nothing is repaired here.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import Any

from weiyin.bank.batch import ENTRY_COLUMNS, read_entry
from weiyin.bank.chain import entry_digest, genesis, line_hash
from weiyin.bank.postings import PostedLeg
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_PAGE = 2_000

_ACCOUNTS = sql(
    "SELECT no, bucket, customer_no, kind, currency, debit_fen, credit_fen, out_held_fen,"
    " in_held_fen, seq, head FROM ledger_accounts WHERE book=:book ORDER BY no, bucket"
)
_LINES = sql(
    "SELECT l.seq, l.at_us, l.amount_fen, l.out_held_fen, l.in_held_fen, l.balance_fen, l.other,"
    f" l.hash, l.entry_no, ledger_entries.question, {ENTRY_COLUMNS} FROM ledger_lines l"
    " LEFT JOIN ledger_entries ON ledger_entries.book=l.book"
    " AND ledger_entries.entry_no=l.entry_no"
    " WHERE l.book=:book AND l.account_no=:no AND l.bucket=CAST(:bucket AS INTEGER)"
    " AND l.seq>:after ORDER BY l.seq LIMIT CAST(:page AS INTEGER)"
)
_ENTRIES = sql(
    f"SELECT {ENTRY_COLUMNS}, counted.lines FROM ledger_entries LEFT JOIN"
    " (SELECT entry_no, COUNT(*) AS lines FROM ledger_lines WHERE book=:book GROUP BY entry_no)"
    " AS counted ON counted.entry_no=ledger_entries.entry_no"
    " WHERE ledger_entries.book=:book ORDER BY ledger_entries.entry_no"
)
_COUNT = sql("SELECT COUNT(*) FROM ledger_entries WHERE book=:book")
_SUMS = sql(
    "SELECT currency, SUM(credit_fen - debit_fen), SUM(in_held_fen - out_held_fen)"
    " FROM ledger_accounts WHERE book=:book GROUP BY currency ORDER BY currency"
)


def entries(reader: Reader, book: str) -> int:
    """How many entries the book has."""
    row = reader.one(_COUNT, book=book)
    return int(row[0]) if row else 0


def verify(reader: Reader, book: str) -> list[str]:
    """What is wrong with the book, a line a finding; empty when all of it holds."""
    return [*_sums(reader, book), *_lines_counted(reader, book), *_accounts(reader, book)]


def _sums(reader: Reader, book: str) -> Iterator[str]:
    for currency, posted, held in reader.all(_SUMS, book=book):
        if posted or held:
            yield f"book {book}: {currency} does not balance ({posted} posted, {held} held)"


def _lines_counted(reader: Reader, book: str) -> Iterator[str]:
    """Every entry balances and has one line for each of its legs."""
    for row in reader.all(_ENTRIES, book=book):
        entry, lines = read_entry(row), row[8] or 0
        if lines != len(entry.legs):
            yield f"ledger_entries {entry.entry_no}: {lines} lines for {len(entry.legs)} legs"
        if sum(leg.amount_fen for leg in entry.legs):
            yield f"ledger_entries {entry.entry_no}: does not balance"


def _accounts(reader: Reader, book: str) -> Iterator[str]:
    for row in reader.all(_ACCOUNTS, book=book):
        yield from _Walk(book, row).findings(reader)


class _Walk:
    """Along one chain from its beginning, adding up."""

    def __init__(self, book: str, row: tuple[Any, ...]) -> None:
        no, bucket, customer_no, kind, currency, *self._state, head = row
        self._book, self._no, self._bucket = book, no, bucket
        self._stored_head = bytes(head)
        self._head = genesis(book, no, bucket, customer_no, kind, currency)
        self._debit = self._credit = self._out_held = self._in_held = self._seq = 0
        self._balance = 0

    def findings(self, reader: Reader) -> Iterator[str]:
        while rows := reader.all(
            _LINES, book=self._book, no=self._no, bucket=self._bucket, after=self._seq, page=_PAGE
        ):
            for row in rows:
                yield from self._line(row)
        sums = [self._debit, self._credit, self._out_held, self._in_held, self._seq]
        if sums != self._state or not hmac.compare_digest(self._head, self._stored_head):
            yield f"ledger_accounts {self._no}/{self._bucket}: is not what its lines say"

    def _line(self, row: tuple[Any, ...]) -> Iterator[str]:
        seq, at_us, amount, out_held, in_held, balance, other, stored, entry_no, question = row[:10]
        for missing in range(self._seq + 1, seq):
            yield f"ledger_lines {self._no}/{self._bucket}/{missing}: is missing"
        self._add(amount, out_held, in_held)
        leg = PostedLeg(self._no, self._bucket, seq, amount, out_held, in_held, balance)
        if question is None:
            yield f"ledger_entries {entry_no}: is missing"
        else:
            entry = read_entry(row[10:])
            digest = entry_digest(self._book, entry, bytes(question))
            expected = line_hash(self._head, digest, leg, at_us, other)
            told = leg in entry.legs and balance == self._balance + amount
            if not told or not hmac.compare_digest(expected, bytes(stored)):
                yield (
                    f"ledger_lines {self._no}/{self._bucket}/{seq}:"
                    f" it or its entry {entry_no} was changed"
                )
        self._seq, self._head, self._balance = seq, bytes(stored), balance

    def _add(self, amount: int, out_held: int, in_held: int) -> None:
        self._credit += max(amount, 0)
        self._debit += max(-amount, 0)
        self._out_held += out_held
        self._in_held += in_held
