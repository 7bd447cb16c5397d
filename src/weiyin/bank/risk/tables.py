"""The tables of risk and of the trade password."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from weiyin.storage.tables import metadata

payments_made = Table(
    "payments_made",
    metadata,
    Column("book", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("customer_no", Text, nullable=False),
    Column("payee_blind", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "key"),
)
Index(
    "payments_made_to",
    payments_made.c.customer_no,
    payments_made.c.payee_blind,
    payments_made.c.book,
)
Index("payments_made_at", payments_made.c.customer_no, payments_made.c.at_us)

fraud_payees = Table(
    "fraud_payees",
    metadata,
    Column("book", Text, nullable=False),
    Column("payee_blind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("since_us", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "payee_blind"),
)

trade_passwords = Table(
    "trade_passwords",
    metadata,
    Column("book", Text, nullable=False),
    Column("customer_no", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("tried_us", BigInteger, nullable=False),
    Column("set_us", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "customer_no"),
)
