"""Offers of merchants: what is near, open, not sold out and meant for the cards one holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weiyin.base.ask import Point
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotFound
from weiyin.places import hours
from weiyin.places.hours import state_at
from weiyin.places.nearest import among, listed, nearest, nearest_sql
from weiyin.places.place import distance_words, udeg
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

LOOKED_AT = 60
"""The nearest of which the best are shown."""
RADIUS_M = 5_000
_NEAR_M = 500
"""At this distance an offer counts half of what it would at the door."""
_CARD_WORDS = {"": "", "debit": "借记卡", "credit": "信用卡"}

_PUT = sql("""
    INSERT INTO offers (book, offer_id, merchant_id, title, card, min_fen, off_fen, stock, claimed,
                        per_day, per_person, starts_us, ends_us, coupon_days, category, lat_udeg,
                        lon_udeg, cell)
    SELECT :book, :offer_id, m.merchant_id, :title, :card, :min_fen, :off_fen, :stock, 0,
           :per_day, :per_person, :starts_us, :ends_us, :coupon_days, m.category, m.lat_udeg,
           m.lon_udeg, m.cell
    FROM merchants m WHERE m.book = :book AND m.merchant_id = :merchant_id
    ON CONFLICT (book, offer_id) DO NOTHING
""")
_GOOD = """
    AND (t.card = '' OR t.card = :card0 OR t.card = :card1)
    AND t.starts_us <= :now_us AND t.ends_us > :now_us AND t.claimed < t.stock
"""
NEAR_OFFERS = nearest_sql("offers", "t.offer_id", same=("book",), where=_GOOD)
NEAR_OF_CATEGORY = nearest_sql("offers", "t.offer_id", same=("book", "category"), where=_GOOD)
OFFER_COLUMNS = """
    o.offer_id, o.title, o.card, o.min_fen, o.off_fen, o.stock, o.claimed, o.per_day,
    o.per_person, o.starts_us, o.ends_us, o.coupon_days, m.merchant_id, m.name, m.category,
    m.address, m.lat_udeg, m.lon_udeg, m.hours
"""
OFFERS_FROM = "offers o JOIN merchants m ON m.book = o.book AND m.merchant_id = o.merchant_id"
_LISTED = among(f"SELECT {OFFER_COLUMNS} FROM {OFFERS_FROM} WHERE o.book = :book", "o.offer_id")
_ONE = sql(
    f"SELECT {OFFER_COLUMNS} FROM {OFFERS_FROM} WHERE o.book = :book AND o.offer_id = :offer_id"
)


@dataclass(frozen=True, slots=True)
class Offer:
    """`off_fen` less from `min_fen` on, with a `card` of that kind ('': any); its merchant."""

    offer_id: str
    title: str
    card: str
    min_fen: int
    off_fen: int
    stock: int
    claimed: int
    per_day: int
    per_person: int
    starts: datetime
    ends: datetime
    coupon_days: int
    merchant_id: str
    merchant: str
    category: str
    address: str
    point: Point
    open_hours: str

    @property
    def left(self) -> int:
        return max(self.stock - self.claimed, 0)

    @property
    def terms(self) -> str:
        """`信用卡满100减30`."""
        return f"{_CARD_WORDS[self.card]}满{_yuan(self.min_fen)}减{_yuan(self.off_fen)}"


@dataclass(frozen=True, slots=True)
class Ranked:
    """`why` says in words what put it here: 离您230米 · 信用卡满100减30 · 您常用餐饮优惠."""

    offer: Offer
    distance_m: int
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Taste:
    """What may count beside distance: kinds of card held, and claims by category in the past.

    Empty for somebody who has not agreed to be known.
    """

    cards: frozenset[str] = frozenset()
    categories: Mapping[str, int] | None = None


def put_offers(tx: Tx, book: str, new: Sequence[Offer]) -> int:
    """Announce offers; those known by their id stay as they are."""
    return tx.many(_PUT, [_row(book, one) for one in new])


def get_offer(reader: Reader, book: str, offer_id: str) -> Offer:
    """Raises NotFound."""
    row = reader.one(_ONE, book=book, offer_id=offer_id)
    if row is None:
        raise NotFound(heard="没有找到该优惠，可能已经结束")
    return offer_from_row(row)


def offers_near(
    reader: Reader,
    book: str,
    point: Point,
    now: datetime,
    *,
    cards: Collection[str],
    taste: Taste,
    category: str = "",
    limit: int = 10,
) -> list[Ranked]:
    """What can be used around `point` now with these kinds of card, best first."""
    held = (*sorted(cards), "", "")
    found = nearest(
        reader,
        NEAR_OF_CATEGORY if category else NEAR_OFFERS,
        (udeg(point.latitude), udeg(point.longitude)),
        limit=LOOKED_AT,
        radius_m=RADIUS_M,
        params=({"category": category} if category else {})
        | {
            "book": book,
            "card0": held[0],
            "card1": held[1],
            "now_us": to_us(now),
        },
    )
    keys = listed([one.key for one in found])
    known = {row[0]: offer_from_row(row) for row in reader.all(_LISTED, book=book, keys=keys)}
    ranked = [
        rank(known[one.key], round(one.distance_m), taste)
        for one in found
        if state_at(hours.from_json(known[one.key].open_hours), now).open
    ]
    ranked.sort(key=lambda one: (-one.score, one.distance_m, one.offer.offer_id))
    return ranked[:limit]


def rank(offer: Offer, metres: int, taste: Taste) -> Ranked:
    """Half for being near, three tenths for how much is off, a tenth each for card and category.

    Near counts 1 at the door and half at `_NEAR_M`; what is off counts as its share of the bill.
    """
    near = _NEAR_M / (_NEAR_M + metres)
    value = offer.off_fen / max(offer.min_fen, offer.off_fen, 1)
    fits = 1 if offer.card and offer.card in taste.cards else 0
    past = taste.categories or {}
    liked = past.get(offer.category, 0) / max(sum(past.values()), 1)
    score = 0.5 * near + 0.3 * value + 0.1 * fits + 0.1 * liked
    reasons = [f"离您{distance_words(metres)}", offer.terms]
    if liked >= 0.3:
        reasons.append(f"您常用{offer.category}优惠")
    return Ranked(offer, metres, score, " · ".join(reasons))


def offer_from_row(row: Sequence[Any]) -> Offer:
    """Of a row of `OFFER_COLUMNS`."""
    terms, moments, merchant = row[:9], row[9:11], row[11:16]
    lat, lon, open_hours = row[16:]
    point = Point(lat / 1e6, lon / 1e6, row[13])
    return Offer(*[*terms, *map(from_us, moments), *merchant, point, open_hours])


def _row(book: str, one: Offer) -> dict[str, Any]:
    names = (
        "offer_id", "merchant_id", "title", "card", "min_fen", "off_fen", "stock", "per_day",
        "per_person", "coupon_days",
    )  # fmt: skip
    moments = {"starts_us": to_us(one.starts), "ends_us": to_us(one.ends)}
    return {"book": book, **{name: getattr(one, name) for name in names}, **moments}


def _yuan(fen: int) -> str:
    whole, part = divmod(fen, 100)
    return f"{whole}.{part:02d}" if part else str(whole)
