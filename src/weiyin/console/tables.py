"""The console's own tables."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Table, Text

from weiyin.storage.tables import metadata

# Somebody knows of an alert: it is quiet on the dashboard until the day ends.
alert_acknowledgements = Table(
    "alert_acknowledgements",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("rule", Text, primary_key=True),
    Column("day", Text, primary_key=True),  # ISO day in Shanghai
    Column("by_whom", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
)
