"""A whole file into the register, or nothing of it; and the register into a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from weiyin.base.errors import BadInput
from weiyin.places.lists.listings import LISTINGS, Listing, listing_of
from weiyin.places.lists.record import Fields
from weiyin.places.lists.sheets import BadLine, Record, read_sheet, write_sheet
from weiyin.places.offers.merchant import unknown_merchants
from weiyin.storage.store import Reader, Store, Tx

_PAGE = 2_000
_BATCH = 5_000
_Lines = dict[str, tuple[int, Any]]
"""By the mark: the line, and the value made of it."""


def load(store: Store, book: str, path: Path) -> dict[str, int]:
    """Take the file in as one unit; how many of each listing were written.

    Places, merchants and codes known by their number are replaced; an offer that was announced
    stays as it is, since people have claimed it. Raises `BadLine`, `BadInput`.
    """
    found = _read(path)
    return store.run(lambda tx: _put(tx, book, found))


def export(store: Store, book: str, path: Path, name: str = "") -> int:
    """Write all, or the listing of that name, as `load` reads it; how many. CSV holds one kind."""
    chosen = [one for one in LISTINGS if name in {"", one.name}]
    if not chosen:
        raise BadInput("ONLY", f"只能是{'、'.join(one.name for one in LISTINGS)}")
    if path.suffix == ".csv" and len(chosen) > 1:
        raise BadInput("ONLY", "CSV 一次只能导出一类，请用 --only 选择")
    columns = tuple(dict.fromkeys(column for one in chosen for column in one.columns))
    return write_sheet(path, columns, _records(store, book, chosen))


def _read(path: Path) -> dict[str, _Lines]:
    found: dict[str, _Lines] = {one.name: {} for one in LISTINGS}
    for line, record in read_sheet(path):
        try:
            listing = listing_of(record)
            value = _value(listing, record)
        except BadInput as fault:
            raise BadLine(line, fault.field, fault.heard) from None
        known = found[listing.name].setdefault(record[listing.mark], (line, value))
        if known[0] != line:
            raise BadLine(line, listing.mark, f"与第{known[0]}行相同")
    return found


def _value(listing: Listing, record: Record) -> Any:
    strange = [name for name in record if name not in listing.columns and record[name]]
    if strange:
        raise BadInput(strange[0], f"没有这一列，可用：{'、'.join(listing.columns)}")
    return listing.read(Fields(record))


def _put(tx: Tx, book: str, found: dict[str, _Lines]) -> dict[str, int]:
    written = {}
    for listing in LISTINGS:
        lines = list(found[listing.name].values())
        if listing.name == "offers":
            _check_merchants(tx, book, lines)
        written[listing.name] = sum(
            listing.put(tx, book, [value for _, value in lines[first : first + _BATCH]])
            for first in range(0, len(lines), _BATCH)
        )
    return written


def _check_merchants(tx: Tx, book: str, lines: Sequence[tuple[int, Any]]) -> None:
    unknown = unknown_merchants(tx, book, sorted({offer.merchant_id for _, offer in lines}))
    for line, offer in lines:
        if offer.merchant_id in unknown:
            raise BadLine(line, "merchant_id", f"没有商户 {offer.merchant_id}")


def _records(store: Store, book: str, chosen: Sequence[Listing]) -> Iterator[Record]:
    for listing in chosen:
        after = ""
        while rows := store.read(lambda r, a=after, one=listing: _page(r, one, book, a)):  # type: ignore[misc]
            yield from map(listing.write, rows)
            after = rows[-1][0]


def _page(reader: Reader, listing: Listing, book: str, after: str) -> list[tuple[Any, ...]]:
    return reader.all(listing.rows, book=book, after=after, most=_PAGE)
