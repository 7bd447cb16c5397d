"""The tables of merchants and what they offer. Coordinates and `cell` as in places/tables.py.

An offer stands where its merchant stands, so that the nearest offers are found without a join.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from weiyin.storage.tables import metadata

merchants = Table(
    "merchants",
    metadata,
    Column("book", Text, primary_key=True),
    Column("merchant_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("lat_udeg", Integer, nullable=False),
    Column("lon_udeg", Integer, nullable=False),
    Column("cell", BigInteger, nullable=False),
    Column("hours", Text, nullable=False),
)

merchant_desks = Table(
    "merchant_desks",
    metadata,
    Column("book", Text, primary_key=True),
    Column("merchant_id", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("pin_hash", LargeBinary, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("since_us", BigInteger, nullable=False),  # when the first of these tries was
)

offers = Table(
    "offers",
    metadata,
    Column("book", Text, primary_key=True),
    Column("offer_id", Text, primary_key=True),
    Column("merchant_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("card", Text, nullable=False),  # '' | debit | credit
    Column("min_fen", BigInteger, nullable=False),
    Column("off_fen", BigInteger, nullable=False),
    Column("stock", Integer, nullable=False),
    Column("claimed", Integer, nullable=False),
    Column("per_day", Integer, nullable=False),
    Column("per_person", Integer, nullable=False),
    Column("starts_us", BigInteger, nullable=False),
    Column("ends_us", BigInteger, nullable=False),
    Column("coupon_days", Integer, nullable=False),
    Column("category", Text, nullable=False),  # this and the next three: as of its merchant
    Column("lat_udeg", Integer, nullable=False),
    Column("lon_udeg", Integer, nullable=False),
    Column("cell", BigInteger, nullable=False),
    Index("offers_of_merchant", "book", "merchant_id"),
    Index("offers_by_cell", "book", "cell"),
    Index("offers_by_category", "book", "category", "cell"),
)

offer_days = Table(
    "offer_days",
    metadata,
    Column("book", Text, primary_key=True),
    Column("offer_id", Text, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("claimed", Integer, nullable=False),
)

coupons = Table(
    "coupons",
    metadata,
    Column("coupon_id", Text, primary_key=True),
    Column("book", Text, nullable=False),
    Column("offer_id", Text, nullable=False),
    Column("merchant_id", Text, nullable=False),
    Column("oa", Text, nullable=False),
    Column("openid", Text, nullable=False),
    Column("customer_no", Text, nullable=False),
    Column("turn", Integer, nullable=False),  # the customer's how-manieth of this offer, from 0
    Column("code", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reminded", Integer, nullable=False),
    Column("claimed_us", BigInteger, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Column("redeemed_us", BigInteger),
    UniqueConstraint("book", "offer_id", "customer_no", "turn", name="one_coupon_a_turn"),
    UniqueConstraint("book", "code", name="one_coupon_a_code"),
    Index("coupons_of_customer", "book", "customer_no"),
    Index("coupons_by_end", "state", "expires_us"),
)
