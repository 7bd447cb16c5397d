"""The tables of foreign currency. What a customer holds stands on the ledger."""

from __future__ import annotations

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from weiyin.storage.columns import count, words
from weiyin.storage.tables import metadata

fx_quotas = Table(
    "fx_quotas",
    metadata,
    words("book"),
    words("customer_no"),
    count("year"),
    words("side"),
    count("used_cents"),
    PrimaryKeyConstraint("book", "customer_no", "year", "side"),
)

fx_deals = Table(
    "fx_deals",
    metadata,
    words("book"),
    words("deal_no"),
    words("customer_no"),
    words("side"),
    words("symbol"),
    count("quantity"),
    count("price"),
    count("amount_fen"),
    count("usd_cents"),
    words("purpose"),
    count("at_us"),
    PrimaryKeyConstraint("book", "deal_no"),
    Index("ix_fx_deals_customer", "customer_no", "book", "at_us"),
)

fx_notes = Table(
    "fx_notes",
    metadata,
    words("book"),
    words("place_id"),
    words("symbol"),
    count("stock"),
    PrimaryKeyConstraint("book", "place_id", "symbol"),
)

fx_reservations = Table(
    "fx_reservations",
    metadata,
    words("book"),
    words("reservation_no"),
    words("customer_no"),
    words("place_id"),
    words("place_name"),
    words("symbol"),
    count("quantity"),
    words("day"),
    words("state"),
    PrimaryKeyConstraint("book", "reservation_no"),
    Index("ix_fx_reservations_customer", "customer_no", "book"),
    Index("ix_fx_reservations_day", "day", "state", "book"),
)
