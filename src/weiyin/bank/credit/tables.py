"""The credit card's tables beside `credit_lines` and `credit_statements` (in `bank/tables.py`).

`credit_sheets` and `credit_items` are a fold over the account's own ledger lines: what is left of
each spend, fee and interest. They can be made anew from the ledger at any time.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
)

from weiyin.storage.columns import count, sealed, words
from weiyin.storage.tables import metadata

credit_sheets = Table(
    "credit_sheets",
    metadata,
    words("book"),
    words("account_no"),
    count("limit_fen"),
    count("temp_fen"),
    words("temp_until"),
    count("seen_seq"),
    count("spare_fen"),
    words("bill_changed"),
    PrimaryKeyConstraint("book", "account_no"),
)

credit_items = Table(
    "credit_items",
    metadata,
    words("book"),
    words("account_no"),
    count("seq"),
    words("entry_no"),
    words("kind"),
    words("day"),
    words("month"),
    count("amount_fen"),
    count("left_fen"),
    Column("bears", Integer, nullable=False),
    count("accrued"),
    words("upto"),
    PrimaryKeyConstraint("book", "account_no", "seq"),
)

credit_charges = Table(
    "credit_charges",
    metadata,
    words("book"),
    words("account_no"),
    count("seq"),
    words("month"),
    PrimaryKeyConstraint("book", "account_no", "seq"),
)

credit_plans = Table(
    "credit_plans",
    metadata,
    words("book"),
    words("plan_id"),
    words("account_no"),
    words("customer_no"),
    words("kind"),
    words("about"),
    words("memo"),
    words("opened"),
    count("principal_fen"),
    Column("periods", Integer, nullable=False),
    Column("fee_ppm", Integer, nullable=False),
    Column("billed", Integer, nullable=False),
    count("left_fen"),
    words("state"),
    PrimaryKeyConstraint("book", "plan_id"),
    Index("ix_credit_plans_account", "account_no", "book"),
)

credit_autopays = Table(
    "credit_autopays",
    metadata,
    words("book"),
    words("account_no"),
    words("customer_no"),
    words("from_account"),
    words("kind"),
    words("since"),
    PrimaryKeyConstraint("book", "account_no"),
)

credit_points = Table(
    "credit_points",
    metadata,
    words("book"),
    words("account_no"),
    words("month"),
    count("earned"),
    count("left_points"),
    words("expires"),
    PrimaryKeyConstraint("book", "account_no", "month"),
    Index("ix_credit_points_expiry", "expires", "book"),
)

credit_gifts = Table(
    "credit_gifts",
    metadata,
    words("book"),
    words("sku"),
    words("kind"),
    words("title"),
    count("points"),
    count("stock"),
    PrimaryKeyConstraint("book", "sku"),
)

credit_redemptions = Table(
    "credit_redemptions",
    metadata,
    words("book"),
    words("key"),
    words("account_no"),
    words("sku"),
    Column("quantity", Integer, nullable=False),
    count("points"),
    count("at_us"),
    PrimaryKeyConstraint("book", "key"),
    Index("ix_credit_redemptions_account", "account_no", "book"),
)

credit_choices = Table(
    "credit_choices",
    metadata,
    words("book"),
    words("account_no"),
    words("name"),
    words("value"),
    words("since"),
    PrimaryKeyConstraint("book", "account_no", "name"),
)

credit_plastics = Table(
    "credit_plastics",
    metadata,
    words("book"),
    words("card_id"),
    words("holder"),
    words("state"),
    count("limit_fen"),
    words("issued"),
    PrimaryKeyConstraint("book", "card_id"),
)

# What a supplementary card with a cap spent, by the bill that it will stand in.
credit_plastic_spends = Table(
    "credit_plastic_spends",
    metadata,
    words("book"),
    words("entry_no"),  # the hold's, or the entry's where nothing was held
    words("card_id"),
    words("month"),
    count("amount_fen"),
    PrimaryKeyConstraint("book", "entry_no"),
    Index("ix_credit_plastic_spends_card", "card_id", "month", "book"),
)

credit_cases = Table(
    "credit_cases",
    metadata,
    words("book"),
    words("case_no"),
    words("kind"),
    words("customer_no"),
    words("account_no"),
    words("about"),
    count("amount_fen"),
    words("stage"),
    sealed("facts_sealed", row="{book}/{case_no}"),
    words("person_blind"),
    count("opened_us"),
    count("changed_us"),
    PrimaryKeyConstraint("book", "case_no"),
    Index("ix_credit_cases_customer", "customer_no", "book"),
    Index("ix_credit_cases_person", "person_blind", "book"),
    Index("ix_credit_cases_stage", "stage", "book"),
)
