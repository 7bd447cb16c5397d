"""The tables of accounts' controls, classes, profiles, term deposits and papers."""

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


def _flag(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


# No row: every use is on. That a card is locked is the standing of its ledger account.
card_controls = Table(
    "card_controls",
    metadata,
    _words("book"),
    _words("card_id"),
    _flag("online"),
    _flag("overseas"),
    _flag("night"),
    _flag("contactless"),
    _count("changed_us"),
    PrimaryKeyConstraint("book", "card_id"),
)

# No row: an account of class I, opened at the bank's head office.
account_facts = Table(
    "account_facts",
    metadata,
    _words("book"),
    _words("account_no"),
    _words("branch"),
    _words("bound_account"),  # of class II and III: the class I account of the same customer
    PrimaryKeyConstraint("book", "account_no"),
)

# What left an account of class II or III, other than to its bound account.
class_days = Table(
    "class_days",
    metadata,
    _words("book"),
    _words("account_no"),
    _count("day"),
    _count("day_fen"),
    Column("year", Integer, nullable=False),
    _count("year_fen"),
    PrimaryKeyConstraint("book", "account_no"),
)

profiles = Table(
    "profiles",
    metadata,
    _words("book"),
    _words("customer_no"),
    Column("sealed", LargeBinary, nullable=False),  # address, email, employer, as JSON
    _words("id_expires"),  # a day, or `long` for identity cards without end
    _words("reminded"),  # the last day of expiry that was reminded of
    _count("changed_us"),
    PrimaryKeyConstraint("book", "customer_no"),
    Index("ix_profiles_id_expires", "id_expires", "book"),
)

query_passwords = Table(
    "query_passwords",
    metadata,
    _words("book"),
    _words("customer_no"),
    Column("sealed", LargeBinary, nullable=False),  # salt and scrypt hash
    _count("changed_us"),
    PrimaryKeyConstraint("book", "customer_no"),
)

term_deposits = Table(
    "term_deposits",
    metadata,
    _words("book"),
    _words("deposit_no"),
    _words("customer_no"),
    _words("account_no"),  # the current account that pays in and is paid
    _words("name"),
    _count("amount_fen"),
    _words("currency"),
    Column("term_months", Integer, nullable=False),
    Column("annual_bp", Integer, nullable=False),
    _words("value_day"),
    _words("maturity_day"),
    _flag("renews"),
    _words("state"),
    PrimaryKeyConstraint("book", "deposit_no"),
    Index("ix_term_deposits_account", "account_no", "book"),
)

proofs = Table(
    "proofs",
    metadata,
    _words("book"),
    _words("proof_no"),
    _words("customer_no"),
    _words("kind"),
    _words("code_blind"),
    Column("sealed", LargeBinary, nullable=False),  # what the paper says, as JSON
    _count("made_us"),
    PrimaryKeyConstraint("book", "proof_no"),
    Index("uq_proofs_code", "code_blind", "book", unique=True),
    Index("ix_proofs_customer", "customer_no", "book"),
)
