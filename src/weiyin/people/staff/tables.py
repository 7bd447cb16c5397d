"""The tables of the bank's own people."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table, Text

from weiyin.storage.columns import sealed
from weiyin.storage.tables import metadata

staff = Table(
    "staff",
    metadata,
    Column("staff_id", Text, primary_key=True),
    Column("login", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("team_id", Text, nullable=False),  # empty: none
    Column("state", Text, nullable=False),  # active | disabled
    sealed("password_sealed", row="{staff_id}"),  # scrypt verifier
    sealed("seed_sealed", row="{staff_id}"),  # of the one-time codes
    Column("code_step", BigInteger, nullable=False),  # the last step whose code was used
    Column("made_us", BigInteger, nullable=False),
    Column("changed_us", BigInteger, nullable=False),
)

Index("staff_by_login", staff.c.login, unique=True)

staff_roles = Table(
    "staff_roles",
    metadata,
    Column("staff_id", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("oa", Text, primary_key=True),  # one official account; * is every one
)

teams = Table(
    "teams",
    metadata,
    Column("team_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("made_us", BigInteger, nullable=False),
)

Index("teams_by_name", teams.c.name, unique=True)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("session_key", Text, primary_key=True),  # SHA-256 of the token
    Column("staff_id", Text, nullable=False),
    Column("oa", Text, nullable=False),  # the account being worked on
    Column("opened_us", BigInteger, nullable=False),
    Column("seen_us", BigInteger, nullable=False),
    Column("ended_us", BigInteger),
    Column("ended_why", Text),
)
Index("staff_sessions_of", staff_sessions.c.staff_id)

# A browser that this person has signed in from: its guesses are counted apart from strangers'.
staff_browsers = Table(
    "staff_browsers",
    metadata,
    Column("browser_key", Text, primary_key=True),  # SHA-256 of the cookie
    Column("staff_id", Text, nullable=False),
    Column("seen_us", BigInteger, nullable=False),
)

# One row a wrong sign-in, or one whose outcome is not known yet.
staff_guesses = Table(
    "staff_guesses",
    metadata,
    Column("guess_id", Text, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
)
Index("staff_guesses_by_subject", staff_guesses.c.subject, staff_guesses.c.at_us)

proposals = Table(
    "proposals",
    metadata,
    Column("proposal_id", Text, primary_key=True),
    Column("oa", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("facts", Text, nullable=False),  # JSON: what the approver reads
    sealed("order_sealed", row="{proposal_id}"),  # JSON: what will be done
    Column("why", Text, nullable=False),
    Column("state", Text, nullable=False),  # open | applied | refused | withdrawn | expired
    Column("made_by", Text, nullable=False),
    Column("made_us", BigInteger, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_us", BigInteger),
    Column("decided_why", Text, nullable=False),
)
Index("proposals_by_state", proposals.c.oa, proposals.c.state, proposals.c.made_us)
