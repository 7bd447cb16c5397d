"""Cooling off: whoever binds a customer that another WeChat is bound to moves no money for a day.

The other one is told at once, and has the day to lock the card, should it not be the same person.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.base.clock import SHANGHAI, from_us, to_us
from weiyin.base.errors import NotAllowed
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

COOLING = timedelta(hours=24)

_OTHERS = sql("""
    SELECT 1 FROM bindings
    WHERE oa = :oa AND customer_no = :customer_no AND openid <> :openid AND state = 'active'
    LIMIT 1
""")
_BEGIN = sql("""
    INSERT INTO coolings (oa, openid, until_us) VALUES (:oa, :openid, :until_us)
    ON CONFLICT (oa, openid) DO UPDATE SET until_us = excluded.until_us
""")
_UNTIL = sql("SELECT until_us FROM coolings WHERE oa = :oa AND openid = :openid")


def is_held_by_another(reader: Reader, oa: str, openid: str, customer_no: str) -> bool:
    """Whether a card of the customer is bound to somebody else than `openid`."""
    return reader.one(_OTHERS, oa=oa, openid=openid, customer_no=customer_no) is not None


def begin_cooling(tx: Tx, oa: str, openid: str, at: datetime) -> datetime:
    """From now on, for a day; returns its end."""
    until = at + COOLING
    tx.run(_BEGIN, oa=oa, openid=openid, until_us=to_us(until))
    return until


def check_may_move(reader: Reader, oa: str, openid: str, now: datetime) -> None:
    """Raises NotAllowed (`cooling`) until the day is over."""
    row = reader.one(_UNTIL, oa=oa, openid=openid)
    if row is None or row[0] <= to_us(now):
        return
    until = from_us(row[0]).astimezone(SHANGHAI)
    raise NotAllowed(
        "cooling",
        f"您的银行卡另有微信绑定。为保障资金安全，新绑定的微信在{until:%m月%d日%H:%M}前不能转账支付，"
        "查询不受影响",
    )
