"""Dated settings, the daily close, and the tables of the credit card."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_MADE = (
    "tariffs", "close_steps", "close_days", "credit_sheets", "credit_items", "credit_charges",
    "credit_plans", "credit_autopays", "credit_points", "credit_gifts", "credit_redemptions",
    "credit_choices", "credit_plastics", "credit_cases",
)  # fmt: skip


def upgrade() -> None:
    _make_close()
    _make_sheets()
    _make_plans()
    _make_points()
    _make_cards()
    _make_cases()
    op.create_index("ix_ledger_holds_payer", "ledger_holds", ["from_account", "state", "book"])
    op.create_index("ix_credit_lines_bill_day", "credit_lines", ["bill_day", "book"])
    op.create_index("ix_credit_statements_due", "credit_statements", ["due_day", "book"])


def downgrade() -> None:
    op.drop_index("ix_credit_statements_due", "credit_statements")
    op.drop_index("ix_credit_lines_bill_day", "credit_lines")
    op.drop_index("ix_ledger_holds_payer", "ledger_holds")
    for name in _MADE:
        op.drop_table(name)


def _make_close() -> None:
    op.create_table("tariffs", *_keys("book", "name", "since"), _words("value"))
    op.create_table(
        "close_steps",
        *_keys("book", "day", "step"),
        _words("cursor"),
        *_counts("done", "finished_us"),
    )
    op.create_table("close_days", *_keys("book", "day"), *_counts("closed_us"))


def _make_sheets() -> None:
    op.create_table(
        "credit_sheets",
        *_keys("book", "account_no"),
        *_counts("limit_fen", "temp_fen"),
        _words("temp_until"),
        *_counts("seen_seq", "spare_fen"),
        _words("bill_changed"),
    )
    op.create_table(
        "credit_items",
        *_keys("book", "account_no"),
        sa.Column("seq", sa.BigInteger, primary_key=True),
        *(_words(name) for name in ("entry_no", "kind", "day", "month")),
        *_counts("amount_fen", "left_fen"),
        _number("bears"),
        *_counts("accrued"),
        _words("upto"),
    )
    op.create_table(
        "credit_charges",
        *_keys("book", "account_no"),
        sa.Column("seq", sa.BigInteger, primary_key=True),
        _words("month"),
    )


def _make_plans() -> None:
    op.create_table(
        "credit_plans",
        *_keys("book", "plan_id"),
        *(_words(n) for n in ("account_no", "customer_no", "kind", "about", "memo", "opened")),
        *_counts("principal_fen"),
        *(_number(name) for name in ("periods", "fee_ppm", "billed")),
        *_counts("left_fen"),
        _words("state"),
    )
    op.create_index("ix_credit_plans_account", "credit_plans", ["account_no", "book"])
    op.create_table(
        "credit_autopays",
        *_keys("book", "account_no"),
        *(_words(name) for name in ("customer_no", "from_account", "kind", "since")),
    )


def _make_points() -> None:
    op.create_table(
        "credit_points",
        *_keys("book", "account_no", "month"),
        *_counts("earned", "left_points"),
        _words("expires"),
    )
    op.create_index("ix_credit_points_expiry", "credit_points", ["expires", "book"])
    op.create_table(
        "credit_gifts",
        *_keys("book", "sku"),
        *(_words(name) for name in ("kind", "title")),
        *_counts("points", "stock"),
    )
    op.create_table(
        "credit_redemptions",
        *_keys("book", "key"),
        *(_words(name) for name in ("account_no", "sku")),
        _number("quantity"),
        *_counts("points", "at_us"),
    )
    op.create_index("ix_credit_redemptions_account", "credit_redemptions", ["account_no", "book"])


def _make_cards() -> None:
    op.create_table(
        "credit_choices",
        *_keys("book", "account_no", "name"),
        *(_words(name) for name in ("value", "since")),
    )
    op.create_table(
        "credit_plastics",
        *_keys("book", "card_id"),
        *(_words(name) for name in ("holder", "state")),
        *_counts("limit_fen"),
        _words("issued"),
    )


def _make_cases() -> None:
    op.create_table(
        "credit_cases",
        *_keys("book", "case_no"),
        *(_words(name) for name in ("kind", "customer_no", "account_no", "about")),
        *_counts("amount_fen"),
        _words("stage"),
        sa.Column("facts_sealed", sa.LargeBinary, nullable=False),
        _words("person_blind"),
        *_counts("opened_us", "changed_us"),
    )
    for name, column in (
        ("customer", "customer_no"),
        ("person", "person_blind"),
        ("stage", "stage"),
    ):
        op.create_index(f"ix_credit_cases_{name}", "credit_cases", [column, "book"])


def _keys(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, primary_key=True) for name in names)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _counts(*names: str) -> tuple[sa.Column[int], ...]:
    return tuple(sa.Column(name, sa.BigInteger, nullable=False) for name in names)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)
