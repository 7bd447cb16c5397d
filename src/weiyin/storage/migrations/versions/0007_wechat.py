"""Kept free for wechat."""

from __future__ import annotations

revision = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    """Nothing yet."""
