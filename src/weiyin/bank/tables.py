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
    PrimaryKeyConstraint,
    Table,
    text,
)

from weiyin.storage.columns import count, octets, sealed, words
from weiyin.storage.tables import metadata

ledger_accounts = Table(
    "ledger_accounts",
    metadata,
    words("book"),
    words("no"),
    Column("bucket", Integer, nullable=False),
    Column("buckets", Integer, nullable=False),
    words("customer_no"),
    words("kind"),
    words("currency"),
    words("status"),
    Column("floor_fen", BigInteger),
    count("debit_fen"),
    count("credit_fen"),
    count("out_held_fen"),
    count("in_held_fen"),
    count("seq"),
    count("last_us"),
    octets("head"),
    count("opened_us"),
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
    words("book"),
    words("entry_no"),
    words("key"),
    octets("question"),
    words("kind"),
    count("at_us"),
    words("currency"),
    words("memo"),
    words("legs"),
    words("about"),
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
    words("book"),
    words("account_no"),
    Column("bucket", Integer, nullable=False),
    count("seq"),
    words("entry_no"),
    count("at_us"),
    count("amount_fen"),
    count("out_held_fen"),
    count("in_held_fen"),
    count("balance_fen"),
    words("other"),
    octets("hash"),
    PrimaryKeyConstraint("book", "account_no", "bucket", "seq"),
    sqlite_with_rowid=False,
)

ledger_holds = Table(
    "ledger_holds",
    metadata,
    words("book"),
    words("hold_no"),
    words("from_account"),
    words("to_account"),
    Column("to_bucket", Integer, nullable=False),
    count("amount_fen"),
    words("currency"),
    words("other"),
    words("memo"),
    words("state"),
    count("expires_us"),
    PrimaryKeyConstraint("book", "hold_no"),
    Index("ix_ledger_holds_due", "state", "expires_us", "book"),
    Index("ix_ledger_holds_payer", "from_account", "state", "book"),
)

customers = Table(
    "customers",
    metadata,
    words("book"),
    words("customer_no"),
    words("status"),
    sealed("name_sealed", row="{book}/{customer_no}"),
    words("name_masked"),
    words("name_blind"),
    sealed("id_sealed", row="{book}/{customer_no}"),
    words("id_blind"),
    sealed("phone_sealed", row="{book}/{customer_no}"),
    words("phone_blind"),
    count("daily_limit_fen"),
    count("since_us"),
    PrimaryKeyConstraint("book", "customer_no"),
    Index("ix_customers_id", "id_blind", "book"),
)

customer_days = Table(
    "customer_days",
    metadata,
    words("book"),
    words("customer_no"),
    count("day"),
    count("spent_fen"),
    PrimaryKeyConstraint("book", "customer_no"),
    sqlite_with_rowid=False,
)

cards = Table(
    "cards",
    metadata,
    words("book"),
    words("card_id"),
    words("kind"),
    words("product"),
    words("tail"),
    sealed("pan_sealed", row="{book}/{card_id}"),
    words("pan_blind"),
    words("account_no"),
    words("customer_no"),
    words("status"),
    count("since_us"),
    PrimaryKeyConstraint("book", "card_id"),
    Index("uq_cards_pan", "pan_blind", "book", unique=True),
    Index("ix_cards_customer", "customer_no", "book"),
)

payees = Table(
    "payees",
    metadata,
    words("book"),
    words("customer_no"),
    words("account_no"),
    words("nickname"),
    sealed("name_sealed", row="{book}/{customer_no}/{account_no}"),
    words("tail"),
    count("added_us"),
    words("bank"),
    sealed("number_sealed", row="{book}/{customer_no}/{account_no}", nullable=True),
    PrimaryKeyConstraint("book", "customer_no", "account_no"),
)

topups = Table(
    "topups",
    metadata,
    words("book"),
    words("key"),
    words("hold_no"),
    words("customer_no"),
    words("account_no"),
    sealed("phone_sealed", row="{book}/{key}"),
    words("carrier"),
    count("amount_fen"),
    words("currency"),
    words("state"),
    words("reference"),
    count("asked_us"),
    count("settled_us"),
    PrimaryKeyConstraint("book", "key"),
    Index("ix_topups_customer", "customer_no", "book", "asked_us"),
)

credit_lines = Table(
    "credit_lines",
    metadata,
    words("book"),
    words("account_no"),
    Column("bill_day", Integer, nullable=False),
    Column("due_days", Integer, nullable=False),
    Column("minimum_bp", Integer, nullable=False),
    PrimaryKeyConstraint("book", "account_no"),
    Index("ix_credit_lines_bill_day", "bill_day", "book"),
)

credit_statements = Table(
    "credit_statements",
    metadata,
    words("book"),
    words("account_no"),
    words("month"),
    count("first_seq"),
    count("last_seq"),
    words("bill_day"),
    words("due_day"),
    count("amount_fen"),
    count("minimum_fen"),
    words("currency"),
    PrimaryKeyConstraint("book", "account_no", "month"),
    Index("ix_credit_statements_due", "due_day", "book"),
)

wealth_products = Table(
    "wealth_products",
    metadata,
    words("book"),
    words("code"),
    words("name"),
    words("risk"),
    Column("term_days", Integer, nullable=False),
    words("benchmark"),
    count("start_fen"),
    words("currency"),
    words("sale_window"),
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("book", "code"),
)

deposit_rates = Table(
    "deposit_rates",
    metadata,
    words("book"),
    words("name"),
    Column("term_months", Integer, nullable=False),
    Column("annual_bp", Integer, nullable=False),
    words("since"),
    PrimaryKeyConstraint("book", "name", "term_months", "since"),
)

tariffs = Table(
    "tariffs",
    metadata,
    words("book"),
    words("name"),
    words("since"),
    words("value"),
    PrimaryKeyConstraint("book", "name", "since"),
)
