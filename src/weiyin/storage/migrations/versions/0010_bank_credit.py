"""Dated settings, the daily close, and the tables of the credit card."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("tariffs", _key("book"), _key("name"), _key("since"), _words("value"))
    op.create_table(
        "close_steps",
        _key("book"),
        _key("day"),
        _key("step"),
        _words("cursor"),
        _count("done"),
        _count("finished_us"),
    )
    op.create_table("close_days", _key("book"), _key("day"), _count("closed_us"))


def downgrade() -> None:
    for name in ("close_days", "close_steps", "tariffs"):
        op.drop_table(name)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)
