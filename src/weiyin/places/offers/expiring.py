"""Coupons that end soon: their owner is told, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.base.clock import SHANGHAI, to_us
from weiyin.places.offers.coupon import COLUMNS, JOINS, SHOWN, from_row
from weiyin.places.telling import tell
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

AHEAD = timedelta(hours=48)
_AT_ONCE = 200

_SOON = sql(f"""
    SELECT {COLUMNS} FROM {JOINS}
    WHERE c.book = :book AND c.state = 'claimed' AND c.reminded = 0
      AND c.expires_us BETWEEN :now_us AND :until_us
    ORDER BY c.expires_us LIMIT {_AT_ONCE}
""")
_REMINDED = sql("UPDATE coupons SET reminded = 1 WHERE coupon_id = :coupon_id AND reminded = 0")
_FORGET = sql("DELETE FROM coupons WHERE expires_us < :before_us")


def remind_expiring(tx: Tx, book: str, now: datetime) -> int:
    """Tell whoever holds a coupon that ends within two days; how many."""
    rows = tx.all(_SOON, book=book, now_us=to_us(now), until_us=to_us(now + AHEAD))
    told = 0
    for coupon in (from_row(row, now) for row in rows):
        if tx.run(_REMINDED, coupon_id=coupon.coupon_id):
            local = coupon.expires.astimezone(SHANGHAI)
            facts = (
                ("优惠", f"{coupon.merchant} {coupon.title}"),
                ("有效期至", f"{local.month}月{local.day}日 {local:%H:%M}"),
            )
            told += tell(
                tx,
                coupon.person,
                kind="coupon_expiring",
                title="优惠券将到期",
                facts=facts,
                at=now,
                key=f"coupon:{coupon.coupon_id}",
            )
    return told


def forget_coupons(tx: Tx, now: datetime) -> int:
    """Delete those over for longer than anybody is shown them."""
    return tx.run(_FORGET, before_us=to_us(now - SHOWN))
