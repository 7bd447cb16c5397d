"""The assistant's one table: where each conversation stands."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Table, Text

from weiyin.storage.columns import sealed
from weiyin.storage.tables import metadata

dialogues = Table(
    "dialogues",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    sealed("sealed", row="{oa}:{openid}"),
    Column("at_us", BigInteger, nullable=False, index=True),
)
