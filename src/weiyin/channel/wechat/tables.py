"""Tables of the WeChat door: shared tokens, what calls were spent, who may be written to."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from weiyin.storage.columns import sealed
from weiyin.storage.tables import metadata

wechat_tokens = Table(
    "wechat_tokens",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    sealed("value", row="{oa}:{kind}"),
    Column("issued_us", BigInteger, nullable=False),
    Column("fresh_until_us", BigInteger, nullable=False),
    Column("asking_until_us", BigInteger, nullable=False),
)
"""One row a token; `value` is sealed, `asking_until_us` the lease of whoever fetches anew."""

wechat_calls = Table(
    "wechat_calls",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("api", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("calls", BigInteger, nullable=False),
    Column("closed_until_us", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
)
"""One row an API and Shanghai day."""

wechat_windows = Table(
    "wechat_windows",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    Column("message_until_us", BigInteger, nullable=False),
    Column("message_left", Integer, nullable=False),
    Column("moment_until_us", BigInteger, nullable=False),
    Column("moment_left", Integer, nullable=False),
)
"""One row a person: the two windows in which customer-service messages are allowed."""
