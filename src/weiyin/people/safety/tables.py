"""The tables of safety, and the indexes by which everybody's guesses and codes are counted."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from weiyin.people.tables import challenges, guesses
from weiyin.storage.tables import metadata

# Until when a person newly bound to a customer moves no money.
coolings = Table(
    "coolings",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    Column("until_us", BigInteger, nullable=False),
)

# How a person wants to be asked again; no row: as everybody.
session_choices = Table(
    "session_choices",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    Column("idle_us", BigInteger, nullable=False),
    Column("private", Integer, nullable=False),  # nothing of the accounts is said in the chat
    Column("changed_us", BigInteger, nullable=False),
)

Index("guesses_by_time", guesses.c.at_us)
Index("challenges_by_time", challenges.c.issued_us)
