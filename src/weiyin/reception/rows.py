"""Rows of a table as lines of a chat: one line a row, or several where a phone is too narrow."""

from __future__ import annotations

import re
from collections.abc import Sequence

from weiyin.functions.answers import Table

CHAT_ROWS = 6
"""Rows of a table that fit on a phone's screen of chat; the rest is on the page."""
_WIDTH = 26
"""Columns of a chat bubble on a narrow phone; a Chinese character takes two."""
_WIDTH_BELOW = 28
"""Lines below hold mostly figures, points and spaces, which are narrower."""
_AMOUNT = re.compile(r"[+-]?[\d,]+\.\d{2}", re.ASCII)


def chat_rows(table: Table) -> list[str]:
    """The first rows. All of them break after the same cell, so that they read alike."""
    rows = table.rows[:CHAT_ROWS]
    fitting = min((_fitting(row) for row in rows), default=0)
    if all(fitting >= len(row) for row in rows):
        return [f"· {_joined(row)}" for row in rows]
    return [
        "\n　".join((f"· {_joined(row[:fitting])}", *_rest(table, row, fitting))) for row in rows
    ]


def _fitting(row: tuple[str, ...]) -> int:
    """How many of the first cells fit on one line; one at least."""
    used = 0
    for place, cell in enumerate(row):
        used += _width(cell)
        if cell and used > _WIDTH:
            return max(place, 1)
    return len(row)


def _rest(table: Table, row: tuple[str, ...], start: int) -> list[str]:
    """The lines below the first: of several amounts all but the first are named."""
    seen = False
    lines: list[str] = []
    for column, cell in list(zip(table.columns, row, strict=True))[start:]:
        is_amount = _AMOUNT.fullmatch(cell) is not None
        words = f"{column} {cell}" if is_amount and seen else cell
        seen = seen or is_amount
        longer = _joined((lines[-1], words)) if lines else words
        if lines and _width(longer) <= _WIDTH_BELOW:
            lines[-1] = longer
        elif words:
            lines.append(words)
    return lines


def _joined(cells: Sequence[str]) -> str:
    return "  ".join(cell for cell in cells if cell)


def _width(text: str) -> int:
    """Columns of a text and of the gap before it.

    GBK stores a wide character in two bytes and a narrow one in one: it counts faster than we can.
    """
    return 2 + len(text.encode("gbk", "replace")) if text else 0
