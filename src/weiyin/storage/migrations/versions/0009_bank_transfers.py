"""The tables of every way of sending money."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_COUNTS = frozenset({"day", "runs", "most_runs", "tries"})


def upgrade() -> None:
    with op.batch_alter_table("payees") as payees:
        payees.add_column(sa.Column("bank", sa.Text(), nullable=False, server_default=""))
        payees.add_column(sa.Column("number_sealed", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("payees") as payees:
        payees.alter_column("bank", server_default=None, existing_type=sa.Text())
    _index("ix_topups_customer", "topups", "customer_no", "book", "asked_us")
    _payments()
    _plans()
    _requests()
    _cardless()
    _collecting()
    _table("phone_accounts", "phone_blind customer_no account_no since_us", "phone_blind")
    _index("ix_phone_accounts_customer", "phone_accounts", "customer_no", "book")


def downgrade() -> None:
    for table in (
        "phone_accounts",
        "collecting_agreements",
        "cardless_withdrawals",
        "collect_requests",
        "payment_plans",
        "payments",
    ):
        op.drop_table(table)
    op.drop_index("ix_topups_customer", "topups")
    with op.batch_alter_table("payees") as payees:
        payees.drop_column("number_sealed")
        payees.drop_column("bank")


def _payments() -> None:
    _table(
        "payments",
        "key reference direction customer_no account_no bank payee_sealed payee_masked payee_tail"
        " amount_fen fee_fen currency memo mode route hold_no fee_hold_no state outside_reference"
        " why made_us due_us sent_us ended_us",
        "key",
    )
    _index("uq_payments_reference", "payments", "reference", "book", unique=True)
    _index("ix_payments_customer", "payments", "customer_no", "book", "made_us")


def _plans() -> None:
    _table(
        "payment_plans",
        "plan_no customer_no account_no bank payee_sealed payee_masked payee_tail amount_fen"
        " currency memo every day runs most_runs next_us state why made_us",
        "plan_no",
    )
    _index("ix_payment_plans_due", "payment_plans", "state", "next_us", "book")
    _index("ix_payment_plans_customer", "payment_plans", "customer_no", "book")


def _requests() -> None:
    _table(
        "collect_requests",
        "token_blind request_no customer_no account_no amount_fen currency memo state paid_by"
        " made_us expires_us paid_us",
        "token_blind",
    )
    _index("ix_collect_requests_customer", "collect_requests", "customer_no", "book", "made_us")


def _cardless() -> None:
    table = "cardless_withdrawals"
    _table(
        table,
        "reference customer_no account_no phone_blind code_blind amount_fen currency tries state"
        " machine made_us expires_us ended_us",
        "reference",
    )
    _index(f"ix_{table}_phone", table, "phone_blind", "state", "book")
    _index(f"ix_{table}_due", table, "state", "expires_us", "book")
    _index(f"ix_{table}_customer", table, "customer_no", "book", "made_us")


def _collecting() -> None:
    table = "collecting_agreements"
    _table(
        table,
        "agreement_no customer_no account_no bank source_sealed source_masked source_tail"
        " amount_fen currency day runs next_us state why made_us",
        "agreement_no",
    )
    _index(f"ix_{table}_due", table, "state", "next_us", "book")
    _index(f"ix_{table}_customer", table, "customer_no", "book")


def _table(name: str, columns: str, key: str) -> None:
    """A table of one book's rows, known by `key`; a column's ending says what it holds."""
    made = [_column(column) for column in ("book", *columns.split())]
    op.create_table(name, *made, sa.PrimaryKeyConstraint("book", key, name=f"pk_{name}"))


def _column(name: str) -> sa.Column[Any]:
    kind: sa.types.TypeEngine[Any] = sa.Text()
    if name.endswith("_sealed"):
        kind = sa.LargeBinary()
    elif name.endswith(("_fen", "_us")):
        kind = sa.BigInteger()
    elif name in _COUNTS:
        kind = sa.Integer()
    return sa.Column(name, kind, nullable=False)


def _index(name: str, table: str, *columns: str, unique: bool = False) -> None:
    op.create_index(name, table, list(columns), unique=unique)
