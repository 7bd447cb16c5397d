"""The tables of outreach."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_preferences",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
        sa.Column("enabled", sa.Integer, nullable=False),
        sa.Column("threshold_fen", sa.BigInteger, nullable=False),
        sa.Column("show_balance", sa.Integer, nullable=False),
        sa.Column("changed_us", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "deliveries",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("notice_key", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("receipt", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("told_us", sa.BigInteger, nullable=False),
    )
    op.create_index("delivery_of_receipt", "deliveries", ["oa", "receipt"])


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_table("notice_preferences")
