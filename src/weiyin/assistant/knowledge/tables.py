"""The knowledge base's tables: the bank's own entries, and what people said of the answers."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from weiyin.storage.tables import metadata

entries = Table(
    "knowledge_entries",
    metadata,
    Column("entry_id", Text, primary_key=True),
    Column("entry", Text, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    Column("edition", BigInteger, nullable=False),
    Column("editor", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Index("uq_knowledge_entries_edition", "edition", unique=True),
)
"""One knowledge base for the whole install: every account of the bank answers with the same words,
so its rows name no official account. `edition` counts every edit, so the highest tells of news."""

told = Table(
    "knowledge_told",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    Column("entry_id", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Index("ix_knowledge_told_at_us", "at_us"),
)
"""The answer that each person had last and has not judged yet."""

votes = Table(
    "knowledge_votes",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("entry_id", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("useful", Integer, nullable=False),
    Column("useless", Integer, nullable=False),
)
"""How many found an answer useful, by day; nobody's name."""

unanswered = Table(
    "knowledge_unanswered",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("words", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("first_us", BigInteger, nullable=False),
    Column("last_us", BigInteger, nullable=False),
    Index("ix_knowledge_unanswered_last_us", "last_us"),
)
"""What nobody could answer, masked: the same words once, with how often."""
