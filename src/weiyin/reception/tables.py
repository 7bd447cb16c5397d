"""The table of reception: how much of what, by the hour."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from weiyin.storage.tables import metadata

tallies = Table(
    "tallies",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("day", Text, primary_key=True),  # ISO day in Shanghai
    Column("hour", Integer, primary_key=True),  # 0 to 23
    Column("what", Text, primary_key=True),  # ask | outcome | function | tap | took_ms
    Column("detail", Text, primary_key=True),
    Column("count", BigInteger, nullable=False),
)
