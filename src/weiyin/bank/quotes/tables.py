"""The tables of quotes: the last of each symbol, the course of the days, and who waits for what."""

from __future__ import annotations

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from weiyin.storage.columns import count, flag, words
from weiyin.storage.tables import metadata

market_quotes = Table(
    "market_quotes",
    metadata,
    words("book"),
    words("symbol"),
    count("bid"),
    count("ask"),
    count("middle"),
    count("cash_bid"),
    count("at_us"),
    PrimaryKeyConstraint("book", "symbol"),
)

market_points = Table(
    "market_points",
    metadata,
    words("book"),
    words("symbol"),
    count("slot_us"),
    count("middle"),
    PrimaryKeyConstraint("book", "symbol", "slot_us"),
)

price_alerts = Table(
    "price_alerts",
    metadata,
    words("book"),
    words("alert_no"),
    words("customer_no"),
    words("symbol"),
    count("target"),
    flag("rising"),
    words("state"),
    count("made_us"),
    count("rung_us"),
    PrimaryKeyConstraint("book", "alert_no"),
    Index("ix_price_alerts_customer", "customer_no", "book"),
    Index("ix_price_alerts_open", "state", "symbol", "book"),
)
