"""The kinds of columns that most tables are made of; unless said, none of them may be NULL."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text

ROW = "sealed for row"
"""Where a sealed column keeps, in its `info`, how its rows are named."""


def words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def count(name: str) -> Column[int]:
    """Amounts in fen (`*_fen`), moments in microseconds (`*_us`), numbers that grow."""
    return Column(name, BigInteger, nullable=False)


def flag(name: str) -> Column[int]:
    """0 or 1."""
    return Column(name, Integer, nullable=False)


def octets(name: str) -> Column[bytes]:
    """A hash or a digest: bytes that tell nobody anything."""
    return Column(name, LargeBinary, nullable=False)


def sealed(name: str, *, row: str, nullable: bool = False) -> Column[bytes]:
    """What a `Sealer` sealed. `row` is the place it is bound to, as "{book}/{customer_no}".

    By it a change of keys finds and seals anew whatever the old key sealed (`storage.resealing`).
    """
    return Column(name, LargeBinary, nullable=nullable, info={ROW: row})
