"""Places: branches and machines, the queue at a branch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "places",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("place_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("city", sa.Text, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("lat_udeg", sa.Integer, nullable=False),
        sa.Column("lon_udeg", sa.Integer, nullable=False),
        sa.Column("cell", sa.BigInteger, nullable=False),
        sa.Column("hours", sa.Text, nullable=False),
        sa.Column("services", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )
    op.create_index("places_by_cell", "places", ["book", "cell"])
    op.create_index("places_by_city", "places", ["book", "city"])
    op.create_table(
        "branch_queues",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("place_id", sa.Text, primary_key=True),
        sa.Column("waiting", sa.Integer, nullable=False),
        sa.Column("windows", sa.Integer, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("branch_queues")
    op.drop_table("places")
