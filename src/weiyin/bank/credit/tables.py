"""The credit card's tables beside `credit_lines` and `credit_statements` (in `bank/tables.py`).

`credit_sheets` and `credit_items` are a fold over the account's own ledger lines: what is left of
each spend, fee and interest. They can be made anew from the ledger at any time.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from weiyin.storage.tables import metadata


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _count(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


credit_sheets = Table(
    "credit_sheets",
    metadata,
    _words("book"),
    _words("account_no"),
    _count("limit_fen"),
    _count("temp_fen"),
    _words("temp_until"),
    _count("seen_seq"),
    _count("spare_fen"),
    _words("bill_changed"),
    PrimaryKeyConstraint("book", "account_no"),
)

credit_items = Table(
    "credit_items",
    metadata,
    _words("book"),
    _words("account_no"),
    _count("seq"),
    _words("entry_no"),
    _words("kind"),
    _words("day"),
    _words("month"),
    _count("amount_fen"),
    _count("left_fen"),
    Column("bears", Integer, nullable=False),
    _count("accrued"),
    _words("upto"),
    PrimaryKeyConstraint("book", "account_no", "seq"),
)

credit_charges = Table(
    "credit_charges",
    metadata,
    _words("book"),
    _words("account_no"),
    _count("seq"),
    _words("month"),
    PrimaryKeyConstraint("book", "account_no", "seq"),
)

credit_plans = Table(
    "credit_plans",
    metadata,
    _words("book"),
    _words("plan_id"),
    _words("account_no"),
    _words("customer_no"),
    _words("kind"),
    _words("about"),
    _words("memo"),
    _words("opened"),
    _count("principal_fen"),
    Column("periods", Integer, nullable=False),
    Column("fee_ppm", Integer, nullable=False),
    Column("billed", Integer, nullable=False),
    _count("left_fen"),
    _words("state"),
    PrimaryKeyConstraint("book", "plan_id"),
    Index("ix_credit_plans_account", "account_no", "book"),
)

credit_autopays = Table(
    "credit_autopays",
    metadata,
    _words("book"),
    _words("account_no"),
    _words("customer_no"),
    _words("from_account"),
    _words("kind"),
    _words("since"),
    PrimaryKeyConstraint("book", "account_no"),
)

credit_points = Table(
    "credit_points",
    metadata,
    _words("book"),
    _words("account_no"),
    _words("month"),
    _count("earned"),
    _count("left_points"),
    _words("expires"),
    PrimaryKeyConstraint("book", "account_no", "month"),
    Index("ix_credit_points_expiry", "expires", "book"),
)

credit_gifts = Table(
    "credit_gifts",
    metadata,
    _words("book"),
    _words("sku"),
    _words("kind"),
    _words("title"),
    _count("points"),
    _count("stock"),
    PrimaryKeyConstraint("book", "sku"),
)

credit_redemptions = Table(
    "credit_redemptions",
    metadata,
    _words("book"),
    _words("key"),
    _words("account_no"),
    _words("sku"),
    Column("quantity", Integer, nullable=False),
    _count("points"),
    _count("at_us"),
    PrimaryKeyConstraint("book", "key"),
    Index("ix_credit_redemptions_account", "account_no", "book"),
)

credit_choices = Table(
    "credit_choices",
    metadata,
    _words("book"),
    _words("account_no"),
    _words("name"),
    _words("value"),
    _words("since"),
    PrimaryKeyConstraint("book", "account_no", "name"),
)

credit_plastics = Table(
    "credit_plastics",
    metadata,
    _words("book"),
    _words("card_id"),
    _words("holder"),
    _words("state"),
    _count("limit_fen"),
    _words("issued"),
    PrimaryKeyConstraint("book", "card_id"),
)

credit_cases = Table(
    "credit_cases",
    metadata,
    _words("book"),
    _words("case_no"),
    _words("kind"),
    _words("customer_no"),
    _words("account_no"),
    _words("about"),
    _count("amount_fen"),
    _words("stage"),
    Column("facts_sealed", LargeBinary, nullable=False),
    _words("person_blind"),
    _count("opened_us"),
    _count("changed_us"),
    PrimaryKeyConstraint("book", "case_no"),
    Index("ix_credit_cases_customer", "customer_no", "book"),
    Index("ix_credit_cases_person", "person_blind", "book"),
    Index("ix_credit_cases_stage", "stage", "book"),
)
