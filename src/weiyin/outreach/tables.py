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
    Column("customer_no", Text, nullable=False),  # whom it is about; empty: no customer
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

audience = Table(
    "audience",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    Column("customer_no", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("born", Text, nullable=False),  # ISO day, empty: not known
    Column("has_debit", Integer, nullable=False),
    Column("has_credit", Integer, nullable=False),
    Column("deposit_fen", BigInteger, nullable=False),
    Column("debt_fen", BigInteger, nullable=False),
    Column("followed_us", BigInteger, nullable=False),
    Column("seen_us", BigInteger, nullable=False),  # when the row was last made anew
)

audience_tags = Table(
    "audience_tags",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("tag", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("campaign_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("goal", Text, nullable=False),
    Column("arms", Text, nullable=False),  # JSON
    Column("holdout_bp", Integer, nullable=False),
    Column("starts_us", BigInteger, nullable=False),
    Column("ends_us", BigInteger, nullable=False),
    Column("state", Text, nullable=False),  # draft | scheduled | running | done | stopped
    Column("made_by", Text, nullable=False),
    Column("reviewed_by", Text, nullable=False),
    Column("cursor", Text, nullable=False),
    Column("made_us", BigInteger, nullable=False),
    Column("occasion", Text, nullable=False),  # empty: at its start, to all
)
Index("campaigns_by_start", campaigns.c.state, campaigns.c.starts_us)

campaign_members = Table(
    "campaign_members",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("campaign_id", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    Column("arm", Text, nullable=False),  # empty: held out
    Column("told_us", BigInteger, nullable=False),
)
Index(
    "campaigns_of_person",
    campaign_members.c.oa,
    campaign_members.c.openid,
    campaign_members.c.told_us,
)
Index("campaign_members_by_age", campaign_members.c.told_us)

check_ins = Table(
    "check_ins",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    Column("day", Text, primary_key=True),  # ISO day in Shanghai
)
