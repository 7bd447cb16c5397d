"""The tables of the knowledge base."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_entries",
        sa.Column("entry_id", sa.Text, primary_key=True),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("withdrawn", sa.Integer, nullable=False),
        sa.Column("edition", sa.BigInteger, nullable=False),
        sa.Column("editor", sa.Text, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
    )
    op.create_index("uq_knowledge_entries_edition", "knowledge_entries", ["edition"], unique=True)
    op.create_table(
        "knowledge_told",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
        sa.Column("entry_id", sa.Text, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_knowledge_told_at_us", "knowledge_told", ["at_us"])
    op.create_table(
        "knowledge_votes",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("entry_id", sa.Text, primary_key=True),
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("useful", sa.Integer, nullable=False),
        sa.Column("useless", sa.Integer, nullable=False),
    )
    op.create_table(
        "knowledge_unanswered",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("words", sa.Text, primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("first_us", sa.BigInteger, nullable=False),
        sa.Column("last_us", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_knowledge_unanswered_last_us", "knowledge_unanswered", ["last_us"])


def downgrade() -> None:
    for table in ("unanswered", "votes", "told", "entries"):
        op.drop_table(f"knowledge_{table}")
