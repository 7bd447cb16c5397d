"""The tables of quotes, of foreign currency and of metals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_MADE = (
    "market_quotes", "market_points", "price_alerts", "fx_quotas", "fx_deals", "fx_notes",
    "fx_reservations", "metal_plans", "metal_bars", "metal_orders",
)  # fmt: skip


def upgrade() -> None:
    """Make them."""
    _make_quotes()
    _make_currency()
    _make_metal()


def downgrade() -> None:
    """Drop them, with their indexes."""
    for name in _MADE:
        op.drop_table(name)


def _make_quotes() -> None:
    op.create_table(
        "market_quotes",
        *_keys("book", "symbol"),
        *_counts("bid", "ask", "middle", "cash_bid", "at_us"),
    )
    op.create_table(
        "market_points",
        *_keys("book", "symbol"),
        sa.Column("slot_us", sa.BigInteger, primary_key=True),
        *_counts("middle"),
    )
    op.create_table(
        "price_alerts",
        *_keys("book", "alert_no"),
        *_words("customer_no", "symbol"),
        *_counts("target"),
        sa.Column("rising", sa.Integer, nullable=False),
        *_words("state"),
        *_counts("made_us", "rung_us"),
    )
    op.create_index("ix_price_alerts_customer", "price_alerts", ["customer_no", "book"])
    op.create_index("ix_price_alerts_open", "price_alerts", ["state", "symbol", "book"])


def _make_currency() -> None:
    op.create_table(
        "fx_quotas",
        *_keys("book", "customer_no"),
        sa.Column("year", sa.BigInteger, primary_key=True),
        *_keys("side"),
        *_counts("used_cents"),
    )
    op.create_table(
        "fx_deals",
        *_keys("book", "deal_no"),
        *_words("customer_no", "side", "symbol"),
        *_counts("quantity", "price", "amount_fen", "usd_cents"),
        *_words("purpose"),
        *_counts("at_us"),
    )
    op.create_index("ix_fx_deals_customer", "fx_deals", ["customer_no", "book", "at_us"])
    op.create_table("fx_notes", *_keys("book", "place_id", "symbol"), *_counts("stock"))
    op.create_table(
        "fx_reservations",
        *_keys("book", "reservation_no"),
        *_words("customer_no", "place_id", "place_name", "symbol"),
        *_counts("quantity"),
        *_words("day", "state"),
    )
    op.create_index("ix_fx_reservations_customer", "fx_reservations", ["customer_no", "book"])
    op.create_index("ix_fx_reservations_day", "fx_reservations", ["day", "state", "book"])


def _make_metal() -> None:
    op.create_table(
        "metal_plans",
        *_keys("book", "plan_no"),
        *_words("customer_no", "account_no", "symbol"),
        *_counts("amount_fen"),
        *_words("every", "next_day"),
        *_counts("day", "runs"),
        *_words("state", "why"),
    )
    op.create_index("ix_metal_plans_customer", "metal_plans", ["customer_no", "book"])
    op.create_index("ix_metal_plans_due", "metal_plans", ["next_day", "state", "book"])
    op.create_table(
        "metal_bars",
        *_keys("book", "sku"),
        *_words("name", "symbol"),
        *_counts("grams", "premium_fen", "stock", "place"),
    )
    op.create_table(
        "metal_orders",
        *_keys("book", "order_no"),
        *_words("customer_no", "sku", "name"),
        *_counts("quantity", "amount_fen"),
        *_words("place_name", "ready_day"),
        *_counts("at_us"),
    )
    op.create_index("ix_metal_orders_customer", "metal_orders", ["customer_no", "book"])


def _keys(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, primary_key=True) for name in names)


def _words(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)


def _counts(*names: str) -> tuple[sa.Column[int], ...]:
    return tuple(sa.Column(name, sa.BigInteger, nullable=False) for name in names)
