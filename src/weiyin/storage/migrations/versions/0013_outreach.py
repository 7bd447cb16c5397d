"""The tables of notices, campaigns and delivery."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("bindings_of_customer", "bindings", ["oa", "customer_no"])
    op.create_index("deliveries_by_age", "deliveries", ["told_us"])
    _choices()
    _messages()


def _choices() -> None:
    op.create_table(
        "notice_choices",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
        sa.Column("account_no", sa.Text, primary_key=True),
        sa.Column("muted", sa.Text, nullable=False),
        sa.Column("threshold_fen", sa.BigInteger, nullable=False),
        sa.Column("show_balance", sa.Integer, nullable=False),
        sa.Column("quiet_from", sa.Integer, nullable=False),
        sa.Column("quiet_to", sa.Integer, nullable=False),
        sa.Column("channels", sa.Text, nullable=False),
        sa.Column("changed_us", sa.BigInteger, nullable=False),
    )
    op.execute(
        "INSERT INTO notice_choices SELECT oa, openid, '',"
        " CASE WHEN enabled = 1 THEN '' ELSE 'changes' END, threshold_fen, show_balance,"
        " 0, 0, 'wechat sms', changed_us FROM notice_preferences"
    )
    op.drop_table("notice_preferences")


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
        sa.Column("notice_key", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
    )
    op.create_index("messages_of_person", "messages", ["oa", "openid", "at_us"])
    op.create_index("messages_by_age", "messages", ["at_us"])


def downgrade() -> None:
    op.drop_table("messages")
    op.create_table(
        "notice_preferences",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
        sa.Column("enabled", sa.Integer, nullable=False),
        sa.Column("threshold_fen", sa.BigInteger, nullable=False),
        sa.Column("show_balance", sa.Integer, nullable=False),
        sa.Column("changed_us", sa.BigInteger, nullable=False),
    )
    op.execute(
        "INSERT INTO notice_preferences SELECT oa, openid,"
        " CASE WHEN muted LIKE '%changes%' THEN 0 ELSE 1 END, threshold_fen, show_balance,"
        " changed_us FROM notice_choices WHERE account_no = ''"
    )
    op.drop_table("notice_choices")
    op.drop_index("deliveries_by_age", "deliveries")
    op.drop_index("bindings_of_customer", "bindings")
