"""The tables of the confirmed movement: risk, the trade password, the keypad's keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payments_made",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("payee_blind", sa.Text, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("book", "key"),
    )
    op.create_index("payments_made_to", "payments_made", ["customer_no", "payee_blind", "book"])
    op.create_index("payments_made_at", "payments_made", ["customer_no", "at_us"])
    op.create_table(
        "fraud_payees",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("payee_blind", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("since_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("book", "payee_blind"),
    )
    op.create_table(
        "trade_passwords",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("tried_us", sa.BigInteger, nullable=False),
        sa.Column("set_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("book", "customer_no"),
    )
    op.create_table(
        "keypad_keys",
        sa.Column("key_id", sa.Text, primary_key=True),
        sa.Column("private_sealed", sa.LargeBinary, nullable=False),
        sa.Column("made_us", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    for name in ("keypad_keys", "trade_passwords", "fraud_payees", "payments_made"):
        op.drop_table(name)
