"""The tables of the bank's own people: staff, roles, teams, sessions, guesses, proposals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("staff_id", sa.Text, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("team_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("password_sealed", sa.LargeBinary, nullable=False),
        sa.Column("seed_sealed", sa.LargeBinary, nullable=False),
        sa.Column("code_step", sa.BigInteger, nullable=False),
        sa.Column("made_us", sa.BigInteger, nullable=False),
        sa.Column("changed_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("staff_id"),
    )
    op.create_index("staff_by_login", "staff", ["login"], unique=True)
    op.create_table(
        "staff_roles",
        sa.Column("staff_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("oa", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "role", "oa"),
    )
    op.create_table(
        "teams",
        sa.Column("team_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("made_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("team_id"),
    )
    op.create_index("teams_by_name", "teams", ["name"], unique=True)
    op.create_table(
        "staff_sessions",
        sa.Column("session_key", sa.Text, nullable=False),
        sa.Column("staff_id", sa.Text, nullable=False),
        sa.Column("oa", sa.Text, nullable=False),
        sa.Column("opened_us", sa.BigInteger, nullable=False),
        sa.Column("seen_us", sa.BigInteger, nullable=False),
        sa.Column("ended_us", sa.BigInteger),
        sa.Column("ended_why", sa.Text),
        sa.PrimaryKeyConstraint("session_key"),
    )
    op.create_index("staff_sessions_of", "staff_sessions", ["staff_id"])
    op.create_table(
        "staff_browsers",
        sa.Column("browser_key", sa.Text, nullable=False),
        sa.Column("staff_id", sa.Text, nullable=False),
        sa.Column("seen_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("browser_key"),
    )
    op.create_table(
        "staff_guesses",
        sa.Column("guess_id", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("guess_id"),
    )
    op.create_index("staff_guesses_by_subject", "staff_guesses", ["subject", "at_us"])
    op.create_table(
        "proposals",
        sa.Column("proposal_id", sa.Text, nullable=False),
        sa.Column("oa", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("order_sealed", sa.LargeBinary, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_us", sa.BigInteger, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column("decided_us", sa.BigInteger),
        sa.Column("decided_why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("proposal_id"),
    )
    op.create_index("proposals_by_state", "proposals", ["oa", "state", "made_us"])
    op.create_table(
        "tallies",
        sa.Column("oa", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("oa", "day", "hour", "what", "detail"),
    )
    op.create_table(
        "function_switches",
        sa.Column("oa", sa.Text, nullable=False),
        sa.Column("function_id", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("by_whom", sa.Text, nullable=False),
        sa.Column("off_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("oa", "function_id"),
    )
    op.create_table(
        "command_codes",
        sa.Column("oa", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("function_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("oa", "code"),
    )
    op.create_table(
        "menu_versions",
        sa.Column("oa", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("tag", sa.Text, nullable=False),
        sa.Column("menu", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_us", sa.BigInteger, nullable=False),
        sa.Column("published_us", sa.BigInteger),
        sa.PrimaryKeyConstraint("oa", "version"),
    )


def downgrade() -> None:
    for name in (
        "menu_versions",
        "command_codes",
        "function_switches",
        "tallies",
        "proposals",
        "staff_guesses",
        "staff_browsers",
        "staff_sessions",
        "teams",
        "staff_roles",
        "staff",
    ):
        op.drop_table(name)
