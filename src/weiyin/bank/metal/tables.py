"""The tables of metals. What a customer has accumulated stands on the ledger, in grams."""

from __future__ import annotations

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from weiyin.storage.columns import count, words
from weiyin.storage.tables import metadata

metal_plans = Table(
    "metal_plans",
    metadata,
    words("book"),
    words("plan_no"),
    words("customer_no"),
    words("account_no"),
    words("symbol"),
    count("amount_fen"),
    words("every"),
    words("next_day"),
    count("day"),
    count("runs"),
    words("state"),
    words("why"),
    PrimaryKeyConstraint("book", "plan_no"),
    Index("ix_metal_plans_customer", "customer_no", "book"),
    Index("ix_metal_plans_due", "next_day", "state", "book"),
)

metal_bars = Table(
    "metal_bars",
    metadata,
    words("book"),
    words("sku"),
    words("name"),
    words("symbol"),
    count("grams"),
    count("premium_fen"),
    count("stock"),
    count("place"),
    PrimaryKeyConstraint("book", "sku"),
)

metal_orders = Table(
    "metal_orders",
    metadata,
    words("book"),
    words("order_no"),
    words("customer_no"),
    words("sku"),
    words("name"),
    count("quantity"),
    count("amount_fen"),
    words("place_name"),
    words("ready_day"),
    count("at_us"),
    PrimaryKeyConstraint("book", "order_no"),
    Index("ix_metal_orders_customer", "customer_no", "book"),
)
