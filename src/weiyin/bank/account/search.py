"""Searching the movements of an account: by day, amount, direction and words, page by page.

Newest first. The lines between two days are found by bisection (`history.span`), the rest is
judged line by line: an account's lines lie together, and there are only its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weiyin.bank.core import EntryLine
from weiyin.bank.history import span
from weiyin.base.clock import from_us
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_MOST_FEN = (1 << 62) - 1

_OF_LINES = (
    " WHERE l.book=:book AND l.account_no=:no AND l.bucket=0 AND l.seq BETWEEN :first AND :last"
    " AND l.amount_fen <> 0 AND (l.amount_fen > 0 OR :way <> 'in')"
    " AND (l.amount_fen < 0 OR :way <> 'out')"
    " AND ABS(l.amount_fen) BETWEEN :least AND :most"
)
_ENTRIES = " JOIN ledger_entries e ON e.book=l.book AND e.entry_no=l.entry_no"
_WORDED = " AND (e.memo LIKE :words ESCAPE '\\' OR l.other LIKE :words ESCAPE '\\')"
_LISTED = (
    "SELECT l.entry_no, l.at_us, e.kind, l.amount_fen, l.balance_fen, l.other, e.memo, e.currency"
    f" FROM ledger_lines l{_ENTRIES}{_OF_LINES}"
)
_PAGED = " ORDER BY l.seq DESC LIMIT CAST(:room AS INTEGER) OFFSET CAST(:skip AS INTEGER)"
_PAGE = sql(f"{_LISTED}{_PAGED}")
_PAGE_WORDED = sql(f"{_LISTED}{_WORDED}{_PAGED}")
_SUMMED = (
    "SELECT COUNT(*), SUM(CASE WHEN l.amount_fen > 0 THEN l.amount_fen ELSE 0 END),"
    " SUM(CASE WHEN l.amount_fen < 0 THEN -l.amount_fen ELSE 0 END) FROM ledger_lines l"
)
_SUMS = sql(f"{_SUMMED}{_OF_LINES}")
_SUMS_WORDED = sql(f"{_SUMMED}{_ENTRIES}{_OF_LINES}{_WORDED}")


class Way(StrEnum):
    """Which way the money went."""

    ANY = "any"
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`since` ≤ moment < `until`; amounts without their sign, both ends included."""

    since: datetime | None = None
    until: datetime | None = None
    least: Money | None = None
    most: Money | None = None
    way: Way = Way.ANY
    words: str = ""
    """In the memo or the counterparty."""


@dataclass(frozen=True, slots=True)
class FoundLines:
    """One page, and of all that was found: how many, and the sums (both positive)."""

    lines: tuple[EntryLine, ...]
    count: int
    money_in: Money
    money_out: Money


def search(
    reader: Reader, book: str, account_no: str, wanted: Wanted, limit: int, skip: int = 0
) -> FoundLines:
    """Raises NotFound for an account that is not there."""
    first, last, currency = span(reader, book, account_no, wanted.since, wanted.until)
    asked = {
        "book": book, "no": account_no, "first": first, "last": last, "way": wanted.way.value,
        "least": wanted.least.fen if wanted.least else 1,
        "most": wanted.most.fen if wanted.most else _MOST_FEN,
    }  # fmt: skip
    sums_of, page_of = _SUMS, _PAGE
    if wanted.words:
        sums_of, page_of = _SUMS_WORDED, _PAGE_WORDED
        asked["words"] = f"%{_literal(wanted.words)}%"
    sums = reader.one(sums_of, **asked)
    assert sums is not None, "an aggregate always answers"
    count, money_in, money_out = (int(value or 0) for value in sums)
    rows = reader.all(page_of, **asked, room=limit, skip=skip) if count else []
    lines = tuple(
        EntryLine(no, from_us(at_us), kind, Money(fen, money), Money(after, money), other, memo)
        for no, at_us, kind, fen, after, other, memo, money in rows
    )
    return FoundLines(lines, count, Money(money_in, currency), Money(money_out, currency))


def _literal(words: str) -> str:
    """Words of a person in a LIKE pattern: nothing in them is a wildcard."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
