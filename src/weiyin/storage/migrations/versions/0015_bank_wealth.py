"""The tables of wealth products, funds, deposits, treasury bonds and insurance."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wealth_terms",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("opens", sa.Text, nullable=False),
        sa.Column("closes", sa.Text, nullable=False),
        sa.Column("starts", sa.Text, nullable=False),
        sa.Column("matures", sa.Text, nullable=False),
        sa.Column("hold_days", sa.Integer, nullable=False),
        sa.Column("step_fen", sa.BigInteger, nullable=False),
        sa.Column("buy_days", sa.Integer, nullable=False),
        sa.Column("pay_days", sa.Integer, nullable=False),
        sa.Column("buy_fees", sa.Text, nullable=False),
        sa.Column("redeem_fees", sa.Text, nullable=False),
        sa.Column("cooling_hours", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("book", "code"),
    )
    op.create_table(
        "wealth_navs",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("nav_e4", sa.BigInteger, nullable=False),
        sa.Column("total_e4", sa.BigInteger, nullable=False),
        sa.Column("income_e4", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("book", "code", "day"),
    )
    op.create_table(
        "wealth_orders",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("order_no", sa.Text, nullable=False),
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("account_no", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("units", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("due", sa.Text, nullable=False),
        sa.Column("pays", sa.Text, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("cancel_us", sa.BigInteger, nullable=False),
        sa.Column("nav_e4", sa.BigInteger, nullable=False),
        sa.Column("fee_fen", sa.BigInteger, nullable=False),
        sa.Column("plan_no", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("book", "order_no"),
    )
    op.create_index("ix_wealth_orders_customer", "wealth_orders", ["customer_no", "book"])
    op.create_index("ix_wealth_orders_due", "wealth_orders", ["state", "due", "book"])
    op.create_table(
        "wealth_holdings",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("units_no", sa.Text, nullable=False),
        sa.Column("account_no", sa.Text, nullable=False),
        sa.Column("income_fen", sa.BigInteger, nullable=False),
        sa.Column("income_day", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("book", "customer_no", "code"),
    )
    op.create_index("ix_wealth_holdings_code", "wealth_holdings", ["code", "book"])
    op.create_table(
        "wealth_lots",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("lot_no", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("left_units", sa.BigInteger, nullable=False),
        sa.Column("cost_fen", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("book", "customer_no", "code", "lot_no"),
    )
    op.create_table(
        "risk_grades",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("grade", sa.Text, nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("book", "customer_no"),
    )
    op.create_table(
        "wealth_plans",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("plan_no", sa.Text, nullable=False),
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("account_no", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("every", sa.Text, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("next_day", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("runs", sa.Integer, nullable=False),
        sa.Column("missed", sa.Integer, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("made_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("book", "plan_no"),
    )
    op.create_index("ix_wealth_plans_customer", "wealth_plans", ["customer_no", "book"])
    op.create_index("ix_wealth_plans_due", "wealth_plans", ["state", "next_day", "book"])
    op.create_table(
        "wealth_dividends",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("per_unit_e4", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("book", "code", "day"),
    )
    op.create_table(
        "deposit_notices",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("deposit_no", sa.Text, nullable=False),
        sa.Column("notice_days", sa.Integer, nullable=False),
        sa.Column("told_for", sa.Text, nullable=False),
        sa.Column("told_fen", sa.BigInteger, nullable=False),
        sa.Column("partials", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("book", "deposit_no"),
    )
    op.create_table(
        "bond_issues",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("term_months", sa.Integer, nullable=False),
        sa.Column("annual_bp", sa.Integer, nullable=False),
        sa.Column("opens", sa.Text, nullable=False),
        sa.Column("closes", sa.Text, nullable=False),
        sa.Column("starts", sa.Text, nullable=False),
        sa.Column("quota_fen", sa.BigInteger, nullable=False),
        sa.Column("sold_fen", sa.BigInteger, nullable=False),
        sa.Column("most_fen", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("book", "code"),
    )
    op.create_table(
        "bonds",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("bond_no", sa.Text, nullable=False),
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("account_no", sa.Text, nullable=False),
        sa.Column("units_no", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("next_day", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("book", "bond_no"),
    )
    op.create_index("ix_bonds_customer", "bonds", ["customer_no", "book"])
    op.create_index("ix_bonds_due", "bonds", ["state", "next_day", "book"])
    op.create_table(
        "insurance_products",
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("insurer", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("suits", sa.Text, nullable=False),
        sa.Column("from_fen", sa.BigInteger, nullable=False),
        sa.Column("term", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("book", "code"),
    )


def downgrade() -> None:
    for name in (
        "insurance_products",
        "bonds",
        "bond_issues",
        "deposit_notices",
        "wealth_dividends",
        "wealth_plans",
        "risk_grades",
        "wealth_lots",
        "wealth_holdings",
        "wealth_orders",
        "wealth_navs",
        "wealth_terms",
    ):
        op.drop_table(name)
