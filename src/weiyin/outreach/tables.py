"""The tables of outreach. Moments are `*_us`: microseconds UTC."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from weiyin.storage.tables import metadata

choices = Table(
    "notice_choices",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    Column("account_no", Text, primary_key=True),  # empty: for all that have no row of their own
    Column("muted", Text, nullable=False),  # topics, separated by spaces
    Column("threshold_fen", BigInteger, nullable=False),
    Column("show_balance", Integer, nullable=False),
    Column("quiet_from", Integer, nullable=False),  # minutes of the day; both alike: never quiet
    Column("quiet_to", Integer, nullable=False),
    Column("channels", Text, nullable=False),  # in their order, separated by spaces
    Column("changed_us", BigInteger, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    Column("notice_key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("facts", Text, nullable=False),  # JSON: pairs of label and value
    Column("path", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
)
Index("messages_of_person", messages.c.oa, messages.c.openid, messages.c.at_us)
Index("messages_by_age", messages.c.at_us)

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
Index("deliveries_by_age", deliveries.c.told_us)
