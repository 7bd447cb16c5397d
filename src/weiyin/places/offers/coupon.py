"""Coupons: claimed within stock, day and person; redeemed once; over when their time is.

Each bound is judged by the statement that counts it up, and a refusal rolls the whole claim back:
a thousand claims at once of a hundred coupons are a hundred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.ids import SYSTEM_RNG, Rng, digits, row_id
from weiyin.places.offers.merchant import check_pin
from weiyin.places.offers.offer import Offer, get_offer
from weiyin.places.queues.days import day_number
from weiyin.places.telling import Person
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

SHOWN = timedelta(days=90)

_FROM_STOCK = sql("""
    UPDATE offers SET claimed = claimed + 1
    WHERE book = :book AND offer_id = :offer_id AND claimed < stock
      AND starts_us <= :now_us AND ends_us > :now_us
""")
_OF_TODAY = sql("""
    INSERT INTO offer_days (book, offer_id, day, claimed) VALUES (:book, :offer_id, :day, 1)
    ON CONFLICT (book, offer_id, day) DO UPDATE SET claimed = offer_days.claimed + 1
    WHERE offer_days.claimed < :per_day
""")
_HAD = sql("""
    SELECT count(*) FROM coupons
    WHERE book = :book AND offer_id = :offer_id AND customer_no = :customer_no
""")
_CLAIM = sql("""
    INSERT INTO coupons (coupon_id, book, offer_id, merchant_id, oa, openid, customer_no, turn,
                         code, state, reminded, claimed_us, expires_us)
    VALUES (:coupon_id, :book, :offer_id, :merchant_id, :oa, :openid, :customer_no, :turn,
            :code, 'claimed', 0, :now_us, :expires_us)
    ON CONFLICT DO NOTHING
""")
COLUMNS = (
    "c.coupon_id, c.offer_id, c.code, c.state, c.expires_us, c.oa, c.openid, c.customer_no,"
    " o.title, m.name, m.category, m.address"
)
"""What `from_row` reads, of coupons `c`, offers `o` and merchants `m`."""
JOINS = """
    coupons c JOIN offers o ON o.book = c.book AND o.offer_id = c.offer_id
    JOIN merchants m ON m.book = c.book AND m.merchant_id = c.merchant_id
"""
_MINE = sql(f"""
    SELECT {COLUMNS} FROM {JOINS}
    WHERE c.book = :book AND c.customer_no = :customer_no AND c.oa = :oa AND c.openid = :openid
      AND c.claimed_us > :since_us
    ORDER BY c.claimed_us DESC, c.coupon_id DESC
""")
_REDEEM = sql("""
    UPDATE coupons SET state = 'redeemed', redeemed_us = :now_us
    WHERE book = :book AND code = :code AND merchant_id = :merchant_id AND state = 'claimed'
      AND expires_us > :now_us
    RETURNING offer_id
""")


class CouponState(StrEnum):
    CLAIMED = "claimed"
    REDEEMED = "redeemed"
    EXPIRED = "expired"

    @property
    def words(self) -> str:
        return {"claimed": "可使用", "redeemed": "已使用", "expired": "已过期"}[self]


@dataclass(frozen=True, slots=True, repr=False)
class Coupon:
    """`code` is what the merchant's desk types or scans."""

    coupon_id: str
    offer_id: str
    code: str
    state: CouponState
    expires: datetime
    person: Person
    title: str
    merchant: str
    category: str
    address: str


class Verdict(StrEnum):
    REDEEMED = "redeemed"
    WRONG_PIN = "wrong_pin"
    """Or an unknown merchant, or too many tries."""
    NOT_GOOD = "not_good"
    """No such code of this merchant, used already, or over: nobody can tell which."""


@dataclass(frozen=True, slots=True)
class Redeemed:
    verdict: Verdict
    offer: Offer | None = None


def claim(
    tx: Tx, book: str, person: Person, offer_id: str, now: datetime, rng: Rng = SYSTEM_RNG
) -> Coupon:
    """Take one coupon of an offer. Raises NotFound, NotAllowed: sold out, today's gone, had it."""
    offer = get_offer(tx, book, offer_id)
    where = {"book": book, "offer_id": offer_id}
    if not tx.run(_FROM_STOCK, now_us=to_us(now), **where):
        raise NotAllowed("sold_out", "来晚了，这张优惠券已领完或活动已结束")
    if not tx.run(_OF_TODAY, day=day_number(now), per_day=offer.per_day, **where):
        raise NotAllowed("sold_out_today", "今天的优惠券已领完，请明天再来")
    had = tx.one(_HAD, customer_no=person.customer_no, **where)
    turn = had[0] if had else 0
    expires = min(now + timedelta(days=offer.coupon_days), offer.ends)
    coupon_id, code = row_id(now, rng), digits(12, rng)
    claimed = turn < offer.per_person and tx.run(
        _CLAIM,
        coupon_id=coupon_id,
        merchant_id=offer.merchant_id,
        oa=person.oa,
        openid=person.openid,
        customer_no=person.customer_no,
        turn=turn,
        code=code,
        now_us=to_us(now),
        expires_us=to_us(expires),
        **where,
    )
    if not claimed:
        raise NotAllowed("per_person", f"每人限领{offer.per_person}张，您已领取过")
    return Coupon(
        coupon_id, offer_id, code, CouponState.CLAIMED, expires, person, offer.title,
        offer.merchant, offer.category, offer.address,
    )  # fmt: skip


def access_coupons(reader: Reader, book: str, person: Person, now: datetime) -> list[Coupon]:
    """The customer's own of the last months, newest first."""
    rows = reader.all(
        _MINE,
        book=book,
        customer_no=person.customer_no,
        oa=person.oa,
        openid=person.openid,
        since_us=to_us(now - SHOWN),
    )
    return [from_row(row, now) for row in rows]


def access_coupon(
    reader: Reader, book: str, person: Person, coupon_id: str, now: datetime
) -> Coupon:
    """One of them, by its id or code. NotFound, alike for missing and another's."""
    for coupon in access_coupons(reader, book, person, now):
        if coupon_id in {coupon.coupon_id, coupon.code}:
            return coupon
    raise NotFound


def past_categories(reader: Reader, book: str, person: Person, now: datetime) -> dict[str, int]:
    """How many coupons the customer claimed in each category lately."""
    return dict(Counter(one.category for one in access_coupons(reader, book, person, now)))


def redeem(tx: Tx, book: str, merchant_id: str, pin: str, code: str, now: datetime) -> Redeemed:
    """Use a coupon at its merchant's desk, once. Never raises for what was typed: a wrong PIN
    must be counted in this very unit.
    """
    if not check_pin(tx, book, merchant_id, pin, now):
        return Redeemed(Verdict.WRONG_PIN)
    row = tx.one(_REDEEM, book=book, code=code, merchant_id=merchant_id, now_us=to_us(now))
    if row is None:
        return Redeemed(Verdict.NOT_GOOD)
    return Redeemed(Verdict.REDEEMED, get_offer(tx, book, row[0]))


def from_row(row: Sequence[Any], now: datetime) -> Coupon:
    coupon_id, offer_id, code, state, expires_us, oa, openid, customer_no, *rest = row
    expires = from_us(expires_us)
    over = state == CouponState.CLAIMED and expires <= now
    told = CouponState.EXPIRED if over else CouponState(state)
    return Coupon(coupon_id, offer_id, code, told, expires, Person(oa, openid, customer_no), *rest)
