"""The tables of `places`. `*_udeg`: microdegrees, GCJ-02; `cell`: see cells.py."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from weiyin.storage.columns import sealed
from weiyin.storage.tables import metadata

places = Table(
    "places",
    metadata,
    Column("book", Text, primary_key=True),
    Column("place_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("lat_udeg", Integer, nullable=False),
    Column("lon_udeg", Integer, nullable=False),
    Column("cell", BigInteger, nullable=False),
    Column("hours", Text, nullable=False),
    Column("services", Text, nullable=False),
    Column("words", Text, nullable=False),
    Index("places_by_cell", "book", "cell"),
    Index("places_by_kind", "book", "kind", "cell"),
    Index("places_by_city", "book", "city"),
)

bank_codes = Table(
    "bank_codes",
    metadata,
    Column("book", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("bank", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("words", Text, nullable=False),
    Index("bank_codes_by_city", "book", "city"),
)

stays = Table(
    "stays",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    Column("area", Text, primary_key=True),  # as `北京国贸`
    Column("is_in", Integer, primary_key=True),  # 1: in it; 0: near it
    Column("seen_us", BigInteger, nullable=False),
    Index("stays_by_age", "seen_us"),
)

whereabouts = Table(
    "whereabouts",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    sealed("point_sealed", row="{oa}/{openid}"),
    Column("at_us", BigInteger, nullable=False),
    Index("whereabouts_by_age", "at_us"),
)
