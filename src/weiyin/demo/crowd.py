"""Ten million customers, or as many as asked for, as the segments see them.

They are rows of the audience and its tags alone, drawn by the database itself from each one's
number: without accounts or phones, and always the same. What they are for is counting.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from weiyin.base.clock import to_us
from weiyin.outreach.segments.audience import make_plans_anew
from weiyin.storage.patience import be_patient
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx

_PAGE = 100_000
_FOR_EVER_US = 2**62
"""Seen so late that the audience's daily renewal, which drops who is gone, leaves them."""

# Knuth's multiplicative hash of the number, and two independent parts of it.
_NUMBERS = """
    WITH RECURSIVE n(i) AS (
        SELECT CAST(:first AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < :last
    ), h(i, a, b) AS (
        SELECT i, (i * 2654435761) % 4294967296 / 7, (i * 2246822519) % 4294967296 / 11 FROM n
    )
"""
_MANY = sql(f"""
    INSERT INTO audience (oa, openid, customer_no, status, born, has_debit, has_credit,
                          deposit_fen, debt_fen, followed_us, seen_us)
    {_NUMBERS}
    SELECT :oa, 'oMade' || substr(CAST(1000000000 + i AS TEXT), 2),
           'M' || substr(CAST(1000000000 + i AS TEXT), 2),
           CASE WHEN a % 50 = 0 THEN 'frozen' ELSE 'active' END,
           CAST(1940 + a % 70 AS TEXT) || '-' || substr(CAST(101 + b % 12 AS TEXT), 2)
               || '-' || substr(CAST(101 + a / 70 % 28 AS TEXT), 2),
           1, CASE WHEN b % 5 < 2 THEN 1 ELSE 0 END,
           (a % 1000) * (b % 1000) * (a / 1000 % 100), CASE WHEN b % 5 < 2 THEN b % 3000000 ELSE 0
           END, :now_us - (a % 3000) * 86400000000, :seen_us
    FROM h WHERE true
    ON CONFLICT (oa, openid) DO NOTHING
""")
_TAGGED = sql(f"""
    INSERT INTO audience_tags (oa, tag, openid)
    {_NUMBERS}
    SELECT :oa, CASE WHEN a % 100 < 3 THEN 'VIP' ELSE '代发客户' END,
           'oMade' || substr(CAST(1000000000 + i AS TEXT), 2)
    FROM h WHERE a % 100 < 10
    ON CONFLICT (oa, tag, openid) DO NOTHING
""")


def make_crowd(
    store: Store, oa: str, count: int, now: datetime, progress: Callable[[float], None]
) -> int:
    """Add customers until there are `count`; how many rows were new. Safe to break off."""
    made = 0
    for first in range(1, count + 1, _PAGE):
        last = min(first + _PAGE - 1, count)
        made += store.run(partial(_page, oa=oa, first=first, last=last, now=now))
        progress(last / count)
    store.run(make_plans_anew)
    return made


def _page(tx: Tx, oa: str, first: int, last: int, now: datetime) -> int:
    be_patient(tx, 60)
    new = tx.run(_MANY, oa=oa, first=first, last=last, now_us=to_us(now), seen_us=_FOR_EVER_US)
    tx.run(_TAGGED, oa=oa, first=first, last=last)
    return new
