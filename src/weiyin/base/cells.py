"""Cells of a table that leaves us as CSV: no spreadsheet may take words for a formula.

ASVS 1.2.10: what begins like a formula is written with an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def safe_cell(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """With a byte-order mark, without which spreadsheets do not see UTF-8. Numbers stay numbers."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        writer.writerow([one if isinstance(one, int) else safe_cell(str(one)) for one in row])
    return "\ufeff" + out.getvalue()
