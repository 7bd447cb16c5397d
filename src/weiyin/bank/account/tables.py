"""The tables of accounts' controls, classes, profiles, term deposits and papers."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
)

from weiyin.storage.columns import count, flag, sealed, words
from weiyin.storage.tables import metadata

# No row: every use is on. That a card is locked is the standing of its ledger account.
card_controls = Table(
    "card_controls",
    metadata,
    words("book"),
    words("card_id"),
    flag("online"),
    flag("overseas"),
    flag("night"),
    flag("contactless"),
    count("changed_us"),
    PrimaryKeyConstraint("book", "card_id"),
)

# No row: an account of class I, opened at the bank's head office.
account_facts = Table(
    "account_facts",
    metadata,
    words("book"),
    words("account_no"),
    words("branch"),
    words("bound_account"),  # of class II and III: the class I account of the same customer
    PrimaryKeyConstraint("book", "account_no"),
)

# What left an account of class II or III, other than to its bound account.
class_days = Table(
    "class_days",
    metadata,
    words("book"),
    words("account_no"),
    count("day"),
    count("day_fen"),
    Column("year", Integer, nullable=False),
    count("year_fen"),
    PrimaryKeyConstraint("book", "account_no"),
)

profiles = Table(
    "profiles",
    metadata,
    words("book"),
    words("customer_no"),
    sealed("sealed", row="{book}/{customer_no}"),  # address, email, employer, as JSON
    words("id_expires"),  # a day, or `long` for identity cards without end
    words("reminded"),  # the last day of expiry that was reminded of
    count("changed_us"),
    PrimaryKeyConstraint("book", "customer_no"),
    Index("ix_profiles_id_expires", "id_expires", "book"),
)

query_passwords = Table(
    "query_passwords",
    metadata,
    words("book"),
    words("customer_no"),
    sealed("sealed", row="{book}/{customer_no}"),  # salt and scrypt hash
    count("changed_us"),
    PrimaryKeyConstraint("book", "customer_no"),
)

term_deposits = Table(
    "term_deposits",
    metadata,
    words("book"),
    words("deposit_no"),
    words("customer_no"),
    words("account_no"),  # the current account that pays in and is paid
    words("name"),
    count("amount_fen"),
    words("currency"),
    Column("term_months", Integer, nullable=False),
    Column("annual_bp", Integer, nullable=False),
    words("value_day"),
    words("maturity_day"),
    flag("renews"),
    words("state"),
    PrimaryKeyConstraint("book", "deposit_no"),
    Index("ix_term_deposits_account", "account_no", "book"),
)

proofs = Table(
    "proofs",
    metadata,
    words("book"),
    words("proof_no"),
    words("customer_no"),
    words("kind"),
    words("code_blind"),
    sealed("sealed", row="{book}/{proof_no}"),  # what the paper says, as JSON
    count("made_us"),
    PrimaryKeyConstraint("book", "proof_no"),
    Index("uq_proofs_code", "code_blind", "book", unique=True),
    Index("ix_proofs_customer", "customer_no", "book"),
)
