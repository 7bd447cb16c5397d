"""The tables of outreach. Moments are `*_us`: microseconds UTC."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from weiyin.storage.tables import metadata

preferences = Table(
    "notice_preferences",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    Column("enabled", Integer, nullable=False),
    Column("threshold_fen", BigInteger, nullable=False),
    Column("show_balance", Integer, nullable=False),
    Column("changed_us", BigInteger, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("notice_key", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    Column("channel", Text, primary_key=True),  # wechat | sms
    Column("state", Text, nullable=False),  # trying | sent | delivered | failed | never | lost
    Column("receipt", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("told_us", BigInteger, nullable=False),
)
Index("delivery_of_receipt", deliveries.c.oa, deliveries.c.receipt)
