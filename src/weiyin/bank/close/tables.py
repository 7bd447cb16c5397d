"""Where the daily close stands.

`close_steps`: how far a step of a day has come (`cursor`: the last subject done), so that a close
that was cut off goes on there. `close_days`: the days of which every step is done.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Table, Text

from weiyin.storage.tables import metadata

close_steps = Table(
    "close_steps",
    metadata,
    Column("book", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("cursor", Text, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("finished_us", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "day", "step"),
)

close_days = Table(
    "close_days",
    metadata,
    Column("book", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("closed_us", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "day"),
)
