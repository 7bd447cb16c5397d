"""The tables of accounts' controls, deposits and documents, and of people's safety."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = (
    "card_controls",
    "account_facts",
    "class_days",
    "profiles",
    "query_passwords",
    "term_deposits",
    "proofs",
    "coolings",
    "session_choices",
)
_BY_TIME = (
    ("guesses_by_time", "guesses", "at_us"),
    ("challenges_by_time", "challenges", "issued_us"),
)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _small(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _sealed() -> sa.Column[bytes]:
    return sa.Column("sealed", sa.LargeBinary, nullable=False)


def upgrade() -> None:
    _accounts()
    _customers()
    _papers()
    _safety()


def _accounts() -> None:
    op.create_table(
        "card_controls",
        _words("book"),
        _words("card_id"),
        *(_small(name) for name in ("online", "overseas", "night", "contactless")),
        _count("changed_us"),
        sa.PrimaryKeyConstraint("book", "card_id"),
    )
    op.create_table(
        "account_facts",
        *(_words(name) for name in ("book", "account_no", "branch", "bound_account")),
        sa.PrimaryKeyConstraint("book", "account_no"),
    )
    op.create_table(
        "class_days",
        _words("book"),
        _words("account_no"),
        _count("day"),
        _count("day_fen"),
        _small("year"),
        _count("year_fen"),
        sa.PrimaryKeyConstraint("book", "account_no"),
    )


def _customers() -> None:
    op.create_table(
        "profiles",
        _words("book"),
        _words("customer_no"),
        _sealed(),
        _words("id_expires"),
        _words("reminded"),
        _count("changed_us"),
        sa.PrimaryKeyConstraint("book", "customer_no"),
    )
    op.create_index("ix_profiles_id_expires", "profiles", ["id_expires", "book"])
    op.create_table(
        "query_passwords",
        _words("book"),
        _words("customer_no"),
        _sealed(),
        _count("changed_us"),
        sa.PrimaryKeyConstraint("book", "customer_no"),
    )


def _papers() -> None:
    op.create_table(
        "term_deposits",
        *(_words(name) for name in ("book", "deposit_no", "customer_no", "account_no", "name")),
        _count("amount_fen"),
        _words("currency"),
        _small("term_months"),
        _small("annual_bp"),
        _words("value_day"),
        _words("maturity_day"),
        _small("renews"),
        _words("state"),
        sa.PrimaryKeyConstraint("book", "deposit_no"),
    )
    op.create_index("ix_term_deposits_account", "term_deposits", ["account_no", "book"])
    op.create_table(
        "proofs",
        *(_words(name) for name in ("book", "proof_no", "customer_no", "kind", "code_blind")),
        _sealed(),
        _count("made_us"),
        sa.PrimaryKeyConstraint("book", "proof_no"),
    )
    op.create_index("uq_proofs_code", "proofs", ["code_blind", "book"], unique=True)
    op.create_index("ix_proofs_customer", "proofs", ["customer_no", "book"])


def _safety() -> None:
    op.create_table(
        "coolings",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
        _count("until_us"),
    )
    op.create_table(
        "session_choices",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
        _count("idle_us"),
        _small("private"),
        _count("changed_us"),
    )
    for name, table, column in _BY_TIME:
        op.create_index(name, table, [column])


def downgrade() -> None:
    for name, table, _ in _BY_TIME:
        op.drop_index(name, table)
    for table in reversed(_TABLES):
        op.drop_table(table)
