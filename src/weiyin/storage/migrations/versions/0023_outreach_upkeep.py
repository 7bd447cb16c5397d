"""The tables of outreach_upkeep."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stays",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
        sa.Column("area", sa.Text, primary_key=True),
        sa.Column("is_in", sa.Integer, primary_key=True),
        sa.Column("seen_us", sa.BigInteger, nullable=False),
    )
    op.create_index("stays_by_age", "stays", ["seen_us"])
    with op.batch_alter_table("campaigns") as campaigns:
        campaigns.add_column(sa.Column("occasion", sa.Text, nullable=False, server_default=""))
    with op.batch_alter_table("campaigns") as campaigns:
        campaigns.alter_column("occasion", server_default=None, existing_type=sa.Text())


def downgrade() -> None:
    with op.batch_alter_table("campaigns") as campaigns:
        campaigns.drop_column("occasion")
    op.drop_table("stays")
