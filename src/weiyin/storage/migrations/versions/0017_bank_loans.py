"""The tables of bank_loans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_MADE = (
    "loan_products", "loan_contracts", "loans", "loan_instalments", "loan_appointments",
    "loan_applications",
    "loan_documents", "provident_funds",
)  # fmt: skip


def upgrade() -> None:
    """Make them."""
    _make_shelf()
    _make_loans()
    _make_applications()


def downgrade() -> None:
    """Drop them, with their indexes."""
    for name in _MADE:
        op.drop_table(name)


def _make_shelf() -> None:
    op.create_table(
        "loan_products",
        *_keys("book", "code"),
        *_words("name", "about", "lpr"),
        *_counts("margin_bp", "least_fen", "most_fen", "most_months"),
        *_words("methods", "documents"),
        _flag("revolving"),
        *_counts("prepay_bp", "prepay_months", "notice_days", "place"),
    )
    op.create_table(
        "loan_contracts",
        *_keys("book", "contract_no"),
        *_words("customer_no", "product", "method"),
        *_counts("limit_fen", "used_fen", "margin_bp", "months"),
        _flag("revolving"),
        *_words("until"),
    )
    op.create_index("ix_loan_contracts_customer", "loan_contracts", ["customer_no", "book"])


def _make_loans() -> None:
    op.create_table(
        "loans",
        *_keys("book", "loan_no"),
        *_words("contract_no", "customer_no", "account_no", "product", "method"),
        *_counts(
            "principal_fen", "left_fen", "annual_bp", "margin_bp", "each_fen", "months", "done"
        ),
        *_words("opened", "next_due"),
        *_counts("accrued", "posted_fen"),
        *_words("upto"),
        _flag("broken"),
        *_words("state"),
    )
    op.create_index("ix_loans_customer", "loans", ["customer_no", "book"])
    op.create_index("ix_loans_due", "loans", ["next_due", "state", "book"])
    op.create_table(
        "loan_instalments",
        *_keys("book", "loan_no"),
        sa.Column("number", sa.BigInteger, primary_key=True),
        *_words("due_day"),
        *_counts("principal_fen", "interest_fen", "penalty_fen"),
        *_words("state", "paid_day"),
    )
    op.create_index("ix_loan_instalments_unpaid", "loan_instalments", ["state", "book", "loan_no"])


def _make_applications() -> None:
    op.create_table(
        "loan_appointments",
        *_keys("book", "loan_no"),
        *_words("day"),
        *_counts("amount_fen"),
        *_words("keep"),
    )
    op.create_index("ix_loan_appointments_day", "loan_appointments", ["day", "book"])
    op.create_table(
        "loan_applications",
        *_keys("book", "application_no"),
        *_words("customer_no", "product", "method"),
        *_counts("amount_fen", "months"),
        *_words("purpose", "stage"),
        sa.Column("facts_sealed", sa.LargeBinary, nullable=False),
        *_words("reasons"),
        *_counts("score"),
        *_words("contract_no"),
        *_counts("opened_us", "changed_us"),
    )
    op.create_index("ix_loan_applications_customer", "loan_applications", ["customer_no", "book"])
    op.create_index("ix_loan_applications_stage", "loan_applications", ["stage", "book"])
    op.create_table(
        "loan_documents",
        *_keys("book", "application_no", "document"),
        *_words("state"),
        *_counts("place", "changed_us"),
    )
    op.create_table(
        "provident_funds",
        *_keys("book", "customer_no", "city"),
        *_words("employer"),
        *_counts("balance_fen", "monthly_fen"),
        *_words("paid_to"),
        *_counts("loan_fen"),
        *_words("as_of"),
    )


def _keys(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, primary_key=True) for name in names)


def _words(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)


def _counts(*names: str) -> tuple[sa.Column[int], ...]:
    return tuple(sa.Column(name, sa.BigInteger, nullable=False) for name in names)


def _flag(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)
