"""The WeChat door: shared tokens, spent calls, windows of customer-service messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wechat_tokens",
        _key("oa"),
        _key("kind"),
        sa.Column("value", sa.LargeBinary, nullable=False),
        _moment("issued_us"),
        _moment("fresh_until_us"),
        _moment("asking_until_us"),
    )
    op.create_table(
        "wechat_calls",
        _key("oa"),
        _key("api"),
        _key("day"),
        sa.Column("calls", sa.BigInteger, nullable=False),
        _moment("closed_until_us"),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_table(
        "wechat_windows",
        _key("oa"),
        _key("openid"),
        _moment("message_until_us"),
        sa.Column("message_left", sa.Integer, nullable=False),
        _moment("moment_until_us"),
        sa.Column("moment_left", sa.Integer, nullable=False),
    )


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def _moment(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)
