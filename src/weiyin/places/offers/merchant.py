"""Merchants around: a place each, with a category; some have a desk that redeems coupons.

The desk proves itself by a PIN that the merchant was given: ten digits, kept as a
salted scrypt hash, with five tries in a quarter of an hour.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from weiyin.base.clock import to_us
from weiyin.base.errors import NotFound
from weiyin.base.ids import SYSTEM_RNG, Rng, digits
from weiyin.places import hours
from weiyin.places.cells import cell
from weiyin.places.hours import OpeningHours
from weiyin.places.nearest import among, listed
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

MERCHANT_COLUMNS = "merchant_id, name, category, address, lat_udeg, lon_udeg, hours"
TRIES = 5
_WINDOW = timedelta(minutes=15)

_PUT = sql("""
    INSERT INTO merchants (book, merchant_id, name, category, address, lat_udeg, lon_udeg, cell,
                           hours)
    VALUES (:book, :merchant_id, :name, :category, :address, :lat_udeg, :lon_udeg, :cell, :hours)
    ON CONFLICT (book, merchant_id) DO UPDATE SET
        name = excluded.name, category = excluded.category, address = excluded.address,
        lat_udeg = excluded.lat_udeg, lon_udeg = excluded.lon_udeg, cell = excluded.cell,
        hours = excluded.hours
""")
_MOVE = sql("""
    UPDATE offers SET category = :category, lat_udeg = :lat_udeg, lon_udeg = :lon_udeg, cell = :cell
    WHERE book = :book AND merchant_id = :merchant_id
""")
_KNOWN = sql("SELECT 1 FROM merchants WHERE book = :book AND merchant_id = :merchant_id")
_AMONG = among("SELECT merchant_id FROM merchants WHERE book = :book", "merchant_id")
_DESK = sql("""
    INSERT INTO merchant_desks (book, merchant_id, salt, pin_hash, tries, since_us)
    VALUES (:book, :merchant_id, :salt, :pin_hash, 0, 0)
    ON CONFLICT (book, merchant_id) DO UPDATE SET
        salt = excluded.salt, pin_hash = excluded.pin_hash, tries = 0
""")
# A try is counted before the PIN is looked at, so that many at once are no more than five.
_TRY = sql("""
    UPDATE merchant_desks
    SET tries = CASE WHEN since_us < :window_us THEN 1 ELSE tries + 1 END,
        since_us = CASE WHEN since_us < :window_us THEN :now_us ELSE since_us END
    WHERE book = :book AND merchant_id = :merchant_id
      AND (tries < :most OR since_us < :window_us)
    RETURNING salt, pin_hash
""")
_RIGHT = sql("""
    UPDATE merchant_desks SET tries = 0 WHERE book = :book AND merchant_id = :merchant_id
""")


@dataclass(frozen=True, slots=True)
class Merchant:
    """`category` as people say it: 餐饮, 咖啡茶饮, 超市便利 …; coordinates as of a place."""

    merchant_id: str
    name: str
    category: str
    address: str
    lat_udeg: int
    lon_udeg: int
    hours: OpeningHours


def put_merchants(tx: Tx, book: str, merchants: Sequence[Merchant]) -> int:
    """Add them, or replace those known by their id; what they offer moves along."""
    rows = [_row(book, one) for one in merchants]
    tx.many(_MOVE, rows)
    return tx.many(_PUT, rows)


def unknown_merchants(reader: Reader, book: str, ids: Sequence[str]) -> set[str]:
    """Those of `ids` that are no merchant's."""
    rows = reader.all(_AMONG, book=book, keys=listed(ids))
    return set(ids) - {row[0] for row in rows}


def new_pin(rng: Rng = SYSTEM_RNG) -> str:
    """What a merchant's desk types: ten digits."""
    return digits(10, rng)


def open_desk(tx: Tx, book: str, merchant_id: str, pin: str, rng: Rng = SYSTEM_RNG) -> None:
    """Let the merchant redeem with `pin`, which is forgotten here; an earlier one ends.

    Raises NotFound for an unknown merchant.
    """
    if tx.one(_KNOWN, book=book, merchant_id=merchant_id) is None:
        raise NotFound(f"no merchant {merchant_id}")
    salt = rng.getrandbits(128).to_bytes(16)
    tx.run(_DESK, book=book, merchant_id=merchant_id, salt=salt, pin_hash=_hash(pin, salt))


def check_pin(tx: Tx, book: str, merchant_id: str, pin: str, now: datetime) -> bool:
    """Whether it is the merchant's; False too for an unknown merchant and after too many tries.

    A wrong try is written in this unit: the caller must not roll it back.
    """
    row = tx.one(
        _TRY,
        book=book,
        merchant_id=merchant_id,
        most=TRIES,
        now_us=to_us(now),
        window_us=to_us(now - _WINDOW),
    )
    salt, kept = (bytes(row[0]), bytes(row[1])) if row else (bytes(16), bytes(32))
    is_right = hmac.compare_digest(_hash(pin, salt), kept) and row is not None
    if is_right:
        tx.run(_RIGHT, book=book, merchant_id=merchant_id)
    return is_right


def _hash(pin: str, salt: bytes) -> bytes:
    words = pin.strip().encode(errors="replace")[:64]
    return hashlib.scrypt(words, salt=salt, n=2**12, r=8, p=1, dklen=32)


def _row(book: str, one: Merchant) -> dict[str, Any]:
    return {
        "book": book,
        "merchant_id": one.merchant_id,
        "name": one.name,
        "category": one.category,
        "address": one.address,
        "lat_udeg": one.lat_udeg,
        "lon_udeg": one.lon_udeg,
        "cell": cell(one.lat_udeg, one.lon_udeg),
        "hours": hours.to_json(one.hours),
    }
