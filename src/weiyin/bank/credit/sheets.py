"""The sheet of an account out of the store: as it was left, with the ledger lines since then."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from weiyin.bank import tariffs
from weiyin.bank.credit.items import Item, Kind, Line, Rates, Sheet
from weiyin.base.clock import from_us, shanghai_day, to_us
from weiyin.base.errors import NotFound
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

BILL = "bill:"
"""Begins the `about` of a charge: what follows is the month of the bill it belongs to. Whoever
posts a charge puts it on the sheet in the same unit, so the fold passes over it."""
_FOREVER_US = 1 << 62

_SHEET = sql(
    "SELECT seen_seq, spare_fen FROM credit_sheets WHERE book=:book AND account_no=:account_no"
)
_ITEMS = sql(
    "SELECT seq, entry_no, kind, day, month, amount_fen, left_fen, bears, accrued, upto"
    " FROM credit_items WHERE book=:book AND account_no=:account_no ORDER BY seq"
)
_LINES = sql(
    "SELECT l.seq, l.entry_no, e.kind, l.at_us, l.amount_fen, e.about FROM ledger_lines l"
    " JOIN ledger_entries e ON e.book=l.book AND e.entry_no=l.entry_no"
    " WHERE l.book=:book AND l.account_no=:account_no AND l.bucket=0 AND l.seq>:seen"
    " AND l.at_us<:until_us AND e.about NOT LIKE 'bill:%' ORDER BY l.seq"
)
_SAVE = sql(
    "UPDATE credit_sheets SET seen_seq=:seen_seq, spare_fen=:spare_fen"
    " WHERE book=:book AND account_no=:account_no"
)
_CLEAR = sql("DELETE FROM credit_items WHERE book=:book AND account_no=:account_no")
_ADD = sql(
    "INSERT INTO credit_items (book, account_no, seq, entry_no, kind, day, month, amount_fen,"
    " left_fen, bears, accrued, upto) VALUES (:book, :account_no, :seq, :entry_no, :kind, :day,"
    " :month, :amount_fen, :left_fen, :bears, :accrued, :upto)"
)


def load_sheet(
    reader: Reader, book: str, account_no: str, rates: Rates, until: datetime | None = None
) -> Sheet:
    """The sheet after every line before `until`, or after all. Raises NotFound."""
    row = reader.one(_SHEET, book=book, account_no=account_no)
    if row is None:
        raise NotFound(f"credit account {account_no}")
    items = [_item(row) for row in reader.all(_ITEMS, book=book, account_no=account_no)]
    sheet = Sheet(items, row[1], row[0])
    until_us = _FOREVER_US if until is None else to_us(until)
    for line in reader.all(
        _LINES, book=book, account_no=account_no, seen=sheet.seen_seq, until_us=until_us
    ):
        sheet.take(_line(line), rates)
    return sheet


def save_sheet(tx: Tx, book: str, account_no: str, sheet: Sheet) -> None:
    saved = tx.run(
        _SAVE, book=book, account_no=account_no, seen_seq=sheet.seen_seq, spare_fen=sheet.spare_fen
    )
    assert saved == 1, f"credit account {account_no} has no sheet"
    tx.run(_CLEAR, book=book, account_no=account_no)
    if sheet.items:
        tx.many(_ADD, [_row(book, account_no, item) for item in sheet.items])


def rates_of(reader: Reader, book: str) -> Rates:
    """The daily interest rates of a book, read once."""
    return partial(tariffs.spans, tariffs.timeline(reader, book, "credit.daily_interest_ppm"))


def _line(row: tuple[Any, ...]) -> Line:
    seq, entry_no, kind, at_us, amount, about = row
    return Line(seq, entry_no, kind, shanghai_day(from_us(at_us)), amount, about)


def _item(row: tuple[Any, ...]) -> Item:
    seq, entry_no, kind, day, month, amount, left, bears, accrued, upto = row
    return Item(
        seq, entry_no, Kind(kind), date.fromisoformat(day), month, amount, left, bool(bears),
        accrued, date.fromisoformat(upto),
    )  # fmt: skip


def _row(book: str, account_no: str, item: Item) -> dict[str, Any]:
    return {
        "book": book, "account_no": account_no, "seq": item.seq, "entry_no": item.entry_no,
        "kind": item.kind, "day": item.day.isoformat(), "month": item.month,
        "amount_fen": item.amount_fen, "left_fen": item.left_fen, "bears": int(item.bears),
        "accrued": item.accrued, "upto": item.upto.isoformat(),
    }  # fmt: skip
