"""The schema's `metadata`, on which each room declares its own tables, and storage's own.

Tables are for migrations and checks only: statements are `sql()` text. Moments are microseconds
since 1970 UTC (`*_us`), booleans 0 and 1, JSON is text.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, text

from weiyin.storage.columns import sealed

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

inbox = Table(
    "inbox",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("claimed_us", BigInteger, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("answer", LargeBinary),
    Index("ix_inbox_at_us", "at_us"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("parcel_id", Text, primary_key=True),
    Column("oa", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    sealed("sealed", row="{oa}/{topic}/{key}", nullable=True),
    Column("state", Text, nullable=False),
    Column("due_us", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("worker", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("closed_us", BigInteger),
    Index("uq_outbox_oa_topic_key", "oa", "topic", "key", unique=True),
    Index(
        "ix_outbox_open",
        "topic",
        "lane",
        "due_us",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    Index(
        "ix_outbox_closed_us",
        "closed_us",
        sqlite_where=text("closed_us IS NOT NULL"),
        postgresql_where=text("closed_us IS NOT NULL"),
    ),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("question", LargeBinary, nullable=False),
    sealed("answer", row="{key}"),
    Column("at_us", BigInteger, nullable=False),
    Index("ix_idempotency_at_us", "at_us"),
)

audit = Table(
    "audit",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("strand", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("at_us", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("whom", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("ix_audit_at_us", "at_us"),
    Index("ix_audit_whom_at_us", "whom", "at_us"),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("strand", Integer, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

writers = Table("writers", metadata, Column("nobody", Integer, primary_key=True))
"""Always empty: on PostgreSQL a group of units that collided locks it, to run again alone."""
