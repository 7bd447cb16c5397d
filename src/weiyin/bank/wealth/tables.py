"""The tables of wealth products and funds.

How many units a customer holds is the ledger's to say; `wealth_lots` are a fold over it that
remembers when each part was bought and for how much.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table

from weiyin.storage.columns import count, sealed, words
from weiyin.storage.tables import metadata

# Beside `wealth_products` (the shelf): how the product is dealt in. Days are ISO, '' for none.
wealth_terms = Table(
    "wealth_terms",
    metadata,
    words("book"),
    words("code"),
    words("kind"),
    words("issuer"),
    words("about"),
    words("opens"),  # first day of sale
    words("closes"),  # last day of sale
    words("starts"),  # a closed product's value day
    words("matures"),
    Column("hold_days", Integer, nullable=False),  # least days before redemption
    count("step_fen"),
    Column("buy_days", Integer, nullable=False),  # trading days from T to confirmation
    Column("pay_days", Integer, nullable=False),  # trading days from T to redeemed money
    words("buy_fees"),  # JSON [[up to fen | 0, bp], …]
    words("redeem_fees"),  # JSON [[held less than days | 0, bp], …]
    Column("cooling_hours", Integer, nullable=False),
    PrimaryKeyConstraint("book", "code"),
)

wealth_navs = Table(
    "wealth_navs",
    metadata,
    words("book"),
    words("code"),
    words("day"),
    count("nav_e4"),  # ten-thousandths of a yuan a unit
    count("total_e4"),  # with all dividends ever paid
    count("income_e4"),  # cash products: ten-thousandths of a yuan on 10,000 units that day
    PrimaryKeyConstraint("book", "code", "day"),
)

wealth_orders = Table(
    "wealth_orders",
    metadata,
    words("book"),
    words("order_no"),
    words("customer_no"),
    words("account_no"),  # the current account that pays or is paid
    words("code"),
    words("kind"),
    words("state"),
    count("amount_fen"),
    count("units"),
    words("day"),  # T
    words("due"),  # confirmed by the morning of it
    words("pays"),  # redeemed money is there by the morning of it
    count("at_us"),
    count("cancel_us"),  # until when it may be cancelled
    count("nav_e4"),
    count("fee_fen"),
    words("plan_no"),  # the auto-invest plan it comes of, or ''
    PrimaryKeyConstraint("book", "order_no"),
    Index("ix_wealth_orders_customer", "customer_no", "book"),
    Index("ix_wealth_orders_due", "state", "due", "book"),
)

wealth_holdings = Table(
    "wealth_holdings",
    metadata,
    words("book"),
    words("customer_no"),
    words("code"),
    words("units_no"),  # the ledger account of the units
    words("account_no"),  # the current account that is paid
    count("income_fen"),  # realised: sold above cost, dividends, daily income
    words("income_day"),  # a cash product's income is credited up to this day
    PrimaryKeyConstraint("book", "customer_no", "code"),
    Index("ix_wealth_holdings_code", "code", "book"),
)

wealth_lots = Table(
    "wealth_lots",
    metadata,
    words("book"),
    words("customer_no"),
    words("code"),
    words("lot_no"),  # the order that bought it
    words("day"),
    count("left_units"),
    count("cost_fen"),  # of what is left
    PrimaryKeyConstraint("book", "customer_no", "code", "lot_no"),
)

risk_grades = Table(
    "risk_grades",
    metadata,
    words("book"),
    words("customer_no"),
    words("day"),
    words("until"),  # the last day of its validity
    Column("score", Integer, nullable=False),
    words("grade"),
    sealed("answers_sealed", row="{book}:{customer_no}"),
    PrimaryKeyConstraint("book", "customer_no"),
)

wealth_plans = Table(
    "wealth_plans",
    metadata,
    words("book"),
    words("plan_no"),
    words("customer_no"),
    words("account_no"),
    words("code"),
    count("amount_fen"),
    words("every"),
    Column("day", Integer, nullable=False),  # of the month, or of the week from Monday 1
    words("next_day"),
    words("state"),
    Column("runs", Integer, nullable=False),
    Column("missed", Integer, nullable=False),  # in a row
    words("why"),  # why the last run bought nothing, or ''
    count("made_us"),
    PrimaryKeyConstraint("book", "plan_no"),
    Index("ix_wealth_plans_customer", "customer_no", "book"),
    Index("ix_wealth_plans_due", "state", "next_day", "book"),
)

wealth_dividends = Table(
    "wealth_dividends",
    metadata,
    words("book"),
    words("code"),
    words("day"),  # whoever holds units at its end is paid
    count("per_unit_e4"),  # ten-thousandths of a yuan a unit
    PrimaryKeyConstraint("book", "code", "day"),
)

# Beside `term_deposits`: what only deposits opened online know. No row: nothing of it happened.
deposit_notices = Table(
    "deposit_notices",
    metadata,
    words("book"),
    words("deposit_no"),
    Column("notice_days", Integer, nullable=False),  # 0: a term deposit
    words("told_for"),  # the day for which a withdrawal was announced, or ''
    count("told_fen"),
    Column("partials", Integer, nullable=False),  # early withdrawals of a part so far
    PrimaryKeyConstraint("book", "deposit_no"),
)

bond_issues = Table(
    "bond_issues",
    metadata,
    words("book"),
    words("code"),
    words("name"),
    words("kind"),  # yearly: interest each year; whole: with the principal
    Column("term_months", Integer, nullable=False),
    Column("annual_bp", Integer, nullable=False),
    words("opens"),
    words("closes"),
    words("starts"),  # interest runs from this day
    count("quota_fen"),
    count("sold_fen"),
    count("most_fen"),  # a customer
    PrimaryKeyConstraint("book", "code"),
)

bonds = Table(
    "bonds",
    metadata,
    words("book"),
    words("bond_no"),
    words("customer_no"),
    words("account_no"),
    words("units_no"),
    words("code"),
    count("amount_fen"),
    words("day"),
    words("next_day"),  # when interest, or all of it, is paid
    words("state"),
    PrimaryKeyConstraint("book", "bond_no"),
    Index("ix_bonds_customer", "customer_no", "book"),
    Index("ix_bonds_due", "state", "next_day", "book"),
)

insurance_products = Table(
    "insurance_products",
    metadata,
    words("book"),
    words("code"),
    words("name"),
    words("insurer"),
    words("kind"),
    words("about"),
    words("suits"),
    count("from_fen"),
    words("term"),
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("book", "code"),
)
