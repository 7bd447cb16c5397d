"""The desk: pictures, hours of each group, teams, and what its figures are made of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_NEW = (
    ("team_id", sa.Text(), "''"),
    ("queued_us", sa.BigInteger(), "0"),
    ("first_us", sa.BigInteger(), "0"),
)


def upgrade() -> None:
    with op.batch_alter_table("desk_conversations") as talks:
        for name, kind, before in _NEW:
            column = sa.Column(name, kind, nullable=False, server_default=sa.text(before))
            talks.add_column(column)
    with op.batch_alter_table("desk_conversations") as talks:
        for name, kind, _ in _NEW:
            talks.alter_column(name, server_default=None, existing_type=kind)
    op.execute("UPDATE desk_conversations SET queued_us = asked_us")
    op.create_index("desk_over", "desk_conversations", ["closed_us"])
    op.create_table(
        "desk_pictures",
        sa.Column("conversation_id", sa.Text, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("expires_us", sa.BigInteger, nullable=False),
    )
    op.create_index("desk_pictures_by_age", "desk_pictures", ["expires_us"])
    op.create_table(
        "desk_hours",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("skill", sa.Text, primary_key=True),
        sa.Column("workdays", sa.Text, nullable=False),
        sa.Column("days_off", sa.Text, nullable=False),
        sa.Column("changed_us", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("desk_hours")
    op.drop_table("desk_pictures")
    op.drop_index("desk_over", "desk_conversations")
    with op.batch_alter_table("desk_conversations") as talks:
        for name, _, _ in _NEW:
            talks.drop_column(name)
