"""The bank's tables. Statements live beside the code that needs them; this is the shape alone.

Ledger: `ledger_accounts` is the present state of an account (one row a bucket), `ledger_entries`
the journal (one row an operation, with its key, the hash of its question and its answer),
`ledger_lines` what each entry did to each account, in the account's own numbering and hash chain.
Journal and lines are only ever added to.

Further indexes begin with the column that tells rows apart: a planner without statistics would take
one that begins with `book` for a short cut, and walk the whole book.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from weiyin.storage.tables import metadata


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _count(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _sealed(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


ledger_accounts = Table(
    "ledger_accounts",
    metadata,
    _words("book"),
    _words("no"),
    Column("bucket", Integer, nullable=False),
    Column("buckets", Integer, nullable=False),
    _words("customer_no"),
    _words("kind"),
    _words("currency"),
    _words("status"),
    Column("floor_fen", BigInteger),
    _count("debit_fen"),
    _count("credit_fen"),
    _count("out_held_fen"),
    _count("in_held_fen"),
    _count("seq"),
    _count("last_us"),
    _sealed("head"),
    _count("opened_us"),
    PrimaryKeyConstraint("book", "no", "bucket"),
    CheckConstraint("floor_fen IS NULL OR buckets = 1", name="hot_has_no_floor"),
    CheckConstraint(
        "debit_fen >= 0 AND credit_fen >= 0 AND out_held_fen >= 0 AND in_held_fen >= 0",
        name="sides_only_grow",
    ),
    Index("ix_ledger_accounts_customer", "customer_no", "book"),
    sqlite_with_rowid=False,
)

ledger_entries = Table(
    "ledger_entries",
    metadata,
    _words("book"),
    _words("entry_no"),
    _words("key"),
    _sealed("question"),
    _words("kind"),
    _count("at_us"),
    _words("currency"),
    _words("memo"),
    _words("legs"),
    _words("about"),
    PrimaryKeyConstraint("book", "entry_no"),
    Index("uq_ledger_entries_key", "key", "book", unique=True),
    Index(
        "uq_ledger_entries_reversal",
        "about",
        "book",
        unique=True,
        sqlite_where=text("kind = 'reversal'"),
        postgresql_where=text("kind = 'reversal'"),
    ),
    sqlite_with_rowid=False,
)

ledger_lines = Table(
    "ledger_lines",
    metadata,
    _words("book"),
    _words("account_no"),
    Column("bucket", Integer, nullable=False),
    _count("seq"),
    _words("entry_no"),
    _count("at_us"),
    _count("amount_fen"),
    _count("out_held_fen"),
    _count("in_held_fen"),
    _count("balance_fen"),
    _words("other"),
    _sealed("hash"),
    PrimaryKeyConstraint("book", "account_no", "bucket", "seq"),
    sqlite_with_rowid=False,
)

ledger_holds = Table(
    "ledger_holds",
    metadata,
    _words("book"),
    _words("hold_no"),
    _words("from_account"),
    _words("to_account"),
    Column("to_bucket", Integer, nullable=False),
    _count("amount_fen"),
    _words("currency"),
    _words("other"),
    _words("memo"),
    _words("state"),
    _count("expires_us"),
    PrimaryKeyConstraint("book", "hold_no"),
    Index("ix_ledger_holds_due", "state", "expires_us", "book"),
    Index("ix_ledger_holds_payer", "from_account", "state", "book"),
)

customers = Table(
    "customers",
    metadata,
    _words("book"),
    _words("customer_no"),
    _words("status"),
    _sealed("name_sealed"),
    _words("name_masked"),
    _words("name_blind"),
    _sealed("id_sealed"),
    _words("id_blind"),
    _sealed("phone_sealed"),
    _words("phone_blind"),
    _count("daily_limit_fen"),
    _count("since_us"),
    PrimaryKeyConstraint("book", "customer_no"),
    Index("ix_customers_id", "id_blind", "book"),
)

customer_days = Table(
    "customer_days",
    metadata,
    _words("book"),
    _words("customer_no"),
    _count("day"),
    _count("spent_fen"),
    PrimaryKeyConstraint("book", "customer_no"),
    sqlite_with_rowid=False,
)

cards = Table(
    "cards",
    metadata,
    _words("book"),
    _words("card_id"),
    _words("kind"),
    _words("product"),
    _words("tail"),
    _sealed("pan_sealed"),
    _words("pan_blind"),
    _words("account_no"),
    _words("customer_no"),
    _words("status"),
    _count("since_us"),
    PrimaryKeyConstraint("book", "card_id"),
    Index("uq_cards_pan", "pan_blind", "book", unique=True),
    Index("ix_cards_customer", "customer_no", "book"),
)

payees = Table(
    "payees",
    metadata,
    _words("book"),
    _words("customer_no"),
    _words("account_no"),
    _words("nickname"),
    _sealed("name_sealed"),
    _words("tail"),
    _count("added_us"),
    _words("bank"),
    Column("number_sealed", LargeBinary),
    PrimaryKeyConstraint("book", "customer_no", "account_no"),
)

topups = Table(
    "topups",
    metadata,
    _words("book"),
    _words("key"),
    _words("hold_no"),
    _words("customer_no"),
    _words("account_no"),
    _sealed("phone_sealed"),
    _words("carrier"),
    _count("amount_fen"),
    _words("currency"),
    _words("state"),
    _words("reference"),
    _count("asked_us"),
    _count("settled_us"),
    PrimaryKeyConstraint("book", "key"),
    Index("ix_topups_customer", "customer_no", "book", "asked_us"),
)

credit_lines = Table(
    "credit_lines",
    metadata,
    _words("book"),
    _words("account_no"),
    Column("bill_day", Integer, nullable=False),
    Column("due_days", Integer, nullable=False),
    Column("minimum_bp", Integer, nullable=False),
    PrimaryKeyConstraint("book", "account_no"),
    Index("ix_credit_lines_bill_day", "bill_day", "book"),
)

credit_statements = Table(
    "credit_statements",
    metadata,
    _words("book"),
    _words("account_no"),
    _words("month"),
    _count("first_seq"),
    _count("last_seq"),
    _words("bill_day"),
    _words("due_day"),
    _count("amount_fen"),
    _count("minimum_fen"),
    _words("currency"),
    PrimaryKeyConstraint("book", "account_no", "month"),
    Index("ix_credit_statements_due", "due_day", "book"),
)

wealth_products = Table(
    "wealth_products",
    metadata,
    _words("book"),
    _words("code"),
    _words("name"),
    _words("risk"),
    Column("term_days", Integer, nullable=False),
    _words("benchmark"),
    _count("start_fen"),
    _words("currency"),
    _words("sale_window"),
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("book", "code"),
)

deposit_rates = Table(
    "deposit_rates",
    metadata,
    _words("book"),
    _words("name"),
    Column("term_months", Integer, nullable=False),
    Column("annual_bp", Integer, nullable=False),
    _words("since"),
    PrimaryKeyConstraint("book", "name", "term_months", "since"),
)

tariffs = Table(
    "tariffs",
    metadata,
    _words("book"),
    _words("name"),
    _words("since"),
    _words("value"),
    PrimaryKeyConstraint("book", "name", "since"),
)
