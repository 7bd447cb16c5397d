"""Looking at accounts: balances now and at any past moment, and lines newest first.

Lines of an account are numbered without gaps and their moments never go back, so the line in force
at a moment is found by bisection over the numbers: no index on time is needed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from weiyin.bank.core import Balance, EntryLine, Totals
from weiyin.bank.ledger import find_entry
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_STATE = sql(
    "SELECT SUM(credit_fen - debit_fen), SUM(out_held_fen), MIN(floor_fen), MIN(currency),"
    " COUNT(*) FROM ledger_accounts WHERE book=:book AND no=:no"
)
_HEADS = sql("SELECT bucket, seq, currency FROM ledger_accounts WHERE book=:book AND no=:no")
_LINE = (
    " FROM ledger_lines WHERE book=:book AND account_no=:no"
    " AND bucket=CAST(:bucket AS INTEGER) AND seq=:seq"
)
_BALANCE = sql(f"SELECT balance_fen{_LINE}")
_LINES = sql(
    "SELECT l.entry_no, l.at_us, e.kind, l.amount_fen, l.balance_fen, l.other, e.memo, e.currency"
    " FROM ledger_lines l JOIN ledger_entries e ON e.book=l.book AND e.entry_no=l.entry_no"
    " WHERE l.book=:book AND l.account_no=:no AND l.bucket=0 AND l.seq BETWEEN :first AND :last"
    " AND l.amount_fen <> 0 ORDER BY l.seq DESC LIMIT CAST(:room AS INTEGER)"
)

_TOTALS = sql(
    "SELECT COUNT(*), SUM(CASE WHEN amount_fen > 0 THEN amount_fen ELSE 0 END),"
    " SUM(CASE WHEN amount_fen < 0 THEN -amount_fen ELSE 0 END) FROM ledger_lines"
    " WHERE book=:book AND account_no=:no AND bucket=0 AND seq BETWEEN :first AND :last"
    " AND amount_fen <> 0"
)
_FIRST = sql("""
    WITH RECURSIVE halves(low, high) AS (
        SELECT CAST(1 AS BIGINT), CAST(:past AS BIGINT)
        UNION ALL
        SELECT CASE WHEN at_us < :moment_us THEN seq + 1 ELSE low END,
               CASE WHEN at_us < :moment_us THEN high ELSE seq END
        FROM halves CROSS JOIN ledger_lines
        WHERE low < high AND book=:book AND account_no=:no
          AND bucket=CAST(:bucket AS INTEGER) AND seq=(low + high) / 2
    )
    SELECT low FROM halves WHERE low = high
""")
"""The bisection itself: one statement, a row read for each step."""


def balance(reader: Reader, book: str, no: str) -> Balance:
    """Of a hot account: the sum over its buckets. Raises NotFound."""
    row = reader.one(_STATE, book=book, no=no)
    if row is None or not row[4]:
        raise NotFound(f"account {no}")
    posted, held, floor, currency, _ = row
    available = int(posted) - int(held) - (floor or 0)
    return Balance(
        no, Money(int(posted), currency), Money(available, currency), Money(int(held), currency)
    )


def balance_at(reader: Reader, book: str, no: str, moment: datetime) -> Money:
    """The posted balance after everything booked up to and including `moment`."""
    heads = reader.all(_HEADS, book=book, no=no)
    if not heads:
        raise NotFound(f"account {no}")
    after = to_us(moment) + 1
    fen = 0
    for bucket, head, _ in heads:
        seq = _first_at_or_after(reader, book, no, bucket, head, after) - 1
        row = reader.one(_BALANCE, book=book, no=no, bucket=bucket, seq=seq)
        fen += row[0] if row else 0
    return Money(fen, heads[0][2])


def entries(
    reader: Reader, book: str, no: str, since: datetime | None, until: datetime | None,
    limit: int, before: str | None = None,
) -> list[EntryLine]:  # fmt: skip
    """As `core.Books.entries`."""
    first, last = seq_range(reader, book, no, since, until)
    if before is not None:
        legs = {leg.account_no: leg for leg in find_entry(reader, book, before).legs}
        if no not in legs:  # another's entry sounds like none
            raise NotFound(f"entry {before}")
        last = min(last, legs[no].seq - 1)
    return lines_between(reader, book, no, first, last, limit)


def totals(
    reader: Reader, book: str, no: str, since: datetime | None, until: datetime | None
) -> Totals:
    """As `core.Books.totals`."""
    first, last, currency = span(reader, book, no, since, until)
    row = reader.one(_TOTALS, book=book, no=no, first=first, last=last)
    assert row is not None, "an aggregate always answers"
    count, money_in, money_out = (int(value or 0) for value in row)
    return Totals(count, Money(money_in, currency), Money(money_out, currency))


def seq_range(
    reader: Reader, book: str, no: str, since: datetime | None, until: datetime | None
) -> tuple[int, int]:
    """The numbers of the first and last line with `since` ≤ moment < `until`. Raises NotFound."""
    first, last, _ = span(reader, book, no, since, until)
    return first, last


def span(
    reader: Reader, book: str, no: str, since: datetime | None, until: datetime | None
) -> tuple[int, int, str]:
    """As `seq_range`, and the currency of the account."""
    heads = reader.all(_HEADS, book=book, no=no)
    if len(heads) != 1:
        raise NotFound(f"account {no}")
    head = heads[0][1]
    first = 1 if since is None else _first_at_or_after(reader, book, no, 0, head, to_us(since))
    last = head
    if until is not None:
        last = _first_at_or_after(reader, book, no, 0, head, to_us(until)) - 1
    return first, last, heads[0][2]


def lines_between(
    reader: Reader, book: str, no: str, first: int, last: int, limit: int
) -> list[EntryLine]:
    """Movements among the lines numbered `first` … `last`, newest first."""
    rows = reader.all(_LINES, book=book, no=no, first=first, last=last, room=max(limit, 0))
    return [_line(row) for row in rows]


def _line(row: tuple[Any, ...]) -> EntryLine:
    entry_no, at_us, kind, amount, after, other, memo, currency = row
    return EntryLine(
        entry_no, from_us(at_us), kind, Money(amount, currency), Money(after, currency), other, memo
    )


def _first_at_or_after(
    reader: Reader, book: str, no: str, bucket: int, head: int, moment_us: int
) -> int:
    """The number of the first line not before the moment; `head` + 1 when there is none."""
    row = reader.one(_FIRST, book=book, no=no, bucket=bucket, past=head + 1, moment_us=moment_us)
    assert row is not None, f"account {no} has lost a line"
    return int(row[0])
