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
    _audience()
    _campaigns()


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
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
    )
    op.create_index("messages_of_person", "messages", ["oa", "openid", "at_us"])
    op.create_index("messages_by_age", "messages", ["at_us"])


def _audience() -> None:
    op.create_table(
        "audience",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("born", sa.Text, nullable=False),
        sa.Column("has_debit", sa.Integer, nullable=False),
        sa.Column("has_credit", sa.Integer, nullable=False),
        sa.Column("deposit_fen", sa.BigInteger, nullable=False),
        sa.Column("debt_fen", sa.BigInteger, nullable=False),
        sa.Column("followed_us", sa.BigInteger, nullable=False),
        sa.Column("seen_us", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "audience_tags",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("tag", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
    )
    op.create_table(
        "check_ins",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
        sa.Column("day", sa.Text, primary_key=True),
    )


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("campaign_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("goal", sa.Text, nullable=False),
        sa.Column("arms", sa.Text, nullable=False),
        sa.Column("holdout_bp", sa.Integer, nullable=False),
        sa.Column("starts_us", sa.BigInteger, nullable=False),
        sa.Column("ends_us", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("reviewed_by", sa.Text, nullable=False),
        sa.Column("cursor", sa.Text, nullable=False),
        sa.Column("made_us", sa.BigInteger, nullable=False),
    )
    op.create_index("campaigns_by_start", "campaigns", ["state", "starts_us"])
    op.create_table(
        "campaign_members",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("campaign_id", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
        sa.Column("arm", sa.Text, nullable=False),
        sa.Column("told_us", sa.BigInteger, nullable=False),
    )
    op.create_index("campaigns_of_person", "campaign_members", ["oa", "openid", "told_us"])
    op.create_index("campaign_members_by_age", "campaign_members", ["told_us"])


def downgrade() -> None:
    for table in ("campaign_members", "campaigns", "check_ins", "audience_tags", "audience"):
        op.drop_table(table)
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
