"""The kinds of columns that most tables are made of; none of them may be NULL."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text


def words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def count(name: str) -> Column[int]:
    """Amounts in fen (`*_fen`), moments in microseconds (`*_us`), numbers that grow."""
    return Column(name, BigInteger, nullable=False)


def flag(name: str) -> Column[int]:
    """0 or 1."""
    return Column(name, Integer, nullable=False)


def sealed(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)
