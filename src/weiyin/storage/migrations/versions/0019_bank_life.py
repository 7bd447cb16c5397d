"""Life services are orders to providers like bills: they need no tables beside those of 0018."""

from __future__ import annotations

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No tables of its own."""


def downgrade() -> None:
    """No tables of its own."""
