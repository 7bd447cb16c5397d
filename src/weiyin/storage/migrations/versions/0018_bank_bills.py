"""The tables of bills: orders to providers, kept numbers, what is due, what differs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TABLES = ("bill_orders", "bill_accounts", "bill_dues", "bill_differences", "bill_statements")


def upgrade() -> None:
    _orders()
    _accounts()
    _table("bill_dues", "line_no ref title amount_fen currency due_day seen_us", "line_no ref")
    _table(
        "bill_differences",
        "key kind biller customer_no account_no ours_fen theirs_fen state entry_no how seen_us"
        " ended_us",
        "key kind",
    )
    _index("ix_bill_differences_open", "bill_differences", "state", "book", "seen_us")
    _table(
        "bill_statements",
        "biller day state ours_count ours_fen theirs_count theirs_fen differences_count next_us"
        " ended_us",
        "biller day",
    )
    _index("ix_bill_statements_next", "bill_statements", "state", "next_us", "book")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _orders() -> None:
    _table(
        "bill_orders",
        "key claim reference kind biller customer_no account_no number_masked told_sealed ref title"
        " facts amount_fen currency state outside_reference outside_fen code_sealed why checked"
        " starts_us made_us asked_us ended_us",
        "key",
    )
    _index("uq_bill_orders_claim", "bill_orders", "book", "claim", unique=True)
    _index("uq_bill_orders_reference", "bill_orders", "reference", "book", unique=True)
    _index("ix_bill_orders_customer", "bill_orders", "customer_no", "book", "made_us")
    _index("ix_bill_orders_unchecked", "bill_orders", "biller", "checked", "book", "asked_us")


def _accounts() -> None:
    table = "bill_accounts"
    _table(
        table,
        "line_no customer_no biller kind number_blind number_masked told_sealed label reminds"
        " pays_from most_fen made_us looked_us next_us",
        "line_no",
    )
    number = ("customer_no", "biller", "number_blind", "book")
    _index(f"uq_{table}_number", table, *number, unique=True)
    _index(f"ix_{table}_next", table, "next_us", "book")


def _table(name: str, columns: str, key: str) -> None:
    """A table of one book's rows, known by `key`; a column's ending says what it holds."""
    made = [_column(column) for column in ("book", *columns.split())]
    op.create_table(name, *made, sa.PrimaryKeyConstraint("book", *key.split(), name=f"pk_{name}"))


def _column(name: str) -> sa.Column[Any]:
    kind: sa.types.TypeEngine[Any] = sa.Text()
    if name.endswith("_sealed"):
        kind = sa.LargeBinary()
    elif name.endswith(("_fen", "_us", "_count")):
        kind = sa.BigInteger()
    elif name == "reminds":
        kind = sa.Integer()
    return sa.Column(name, kind, nullable=False)


def _index(name: str, table: str, *columns: str, unique: bool = False) -> None:
    op.create_index(name, table, list(columns), unique=unique)
