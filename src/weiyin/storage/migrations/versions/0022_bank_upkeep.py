"""What supplementary cards spend."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credit_plastic_spends",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("entry_no", sa.Text, primary_key=True),
        sa.Column("card_id", sa.Text, nullable=False),
        sa.Column("month", sa.Text, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
    )
    op.create_index(
        "ix_credit_plastic_spends_card", "credit_plastic_spends", ["card_id", "month", "book"]
    )


def downgrade() -> None:
    op.drop_table("credit_plastic_spends")
