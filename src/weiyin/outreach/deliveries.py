"""One row for each (notice, person, channel): told at most once, and what became of it."""

from __future__ import annotations

from datetime import datetime

from weiyin.base.ask import Ask
from weiyin.base.clock import to_us
from weiyin.base.sender import Fate, Later, Lost, Never, Sent
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

_BEGIN = sql("""
    INSERT INTO deliveries
        (oa, notice_key, openid, channel, state, receipt, why, attempts, told_us)
    VALUES (:oa, :notice_key, :openid, :channel, 'trying', '', '', 1, :told_us)
    ON CONFLICT (oa, notice_key, openid, channel) DO UPDATE
        SET attempts = deliveries.attempts + 1
        WHERE deliveries.state IN ('trying', 'later')
           OR deliveries.state = 'lost' AND deliveries.attempts < :most
""")
_END = sql("""
    UPDATE deliveries SET state = :state, receipt = :receipt, why = :why, told_us = :told_us
    WHERE oa = :oa AND notice_key = :notice_key AND openid = :openid AND channel = :channel
""")
_CLOSE = sql("""
    UPDATE deliveries SET state = :state, why = :why
    WHERE oa = :oa AND receipt = :receipt AND openid = :openid AND state = 'sent'
""")

TELL_AGAIN = 2
"""An unknown outcome is sent again at most once."""


def begin(tx: Tx, oa: str, notice_key: str, openid: str, channel: str, at: datetime) -> bool:
    """Take up a telling; False when it was told, or lost too often to try again."""
    touched = tx.run(
        _BEGIN,
        oa=oa,
        notice_key=notice_key,
        openid=openid,
        channel=channel,
        told_us=to_us(at),
        most=TELL_AGAIN,
    )
    return touched == 1


def end(
    tx: Tx, oa: str, notice_key: str, openid: str, channel: str, fate: Fate, at: datetime
) -> None:
    """Write down what the channel said."""
    state, receipt, why = _words(fate)
    tx.run(
        _END,
        oa=oa,
        notice_key=notice_key,
        openid=openid,
        channel=channel,
        state=state,
        receipt=receipt,
        why=why,
        told_us=to_us(at),
    )


def close(tx: Tx, oa: str, openid: str, receipt: str, delivered: bool, why: str) -> bool:
    """WeChat's delivery event tells the fate of `receipt`; False for one we do not know."""
    state = "delivered" if delivered else "failed"
    return tx.run(_CLOSE, oa=oa, openid=openid, receipt=receipt, state=state, why=why) == 1


def on_event(tx: Tx, ask: Ask) -> None:
    """Close the delivery that a channel's event tells of (`msgid`, `fate`, `status`)."""
    told = dict(ask.detail)
    receipt, status = told.get("msgid", ""), told.get("status", "")
    if receipt:
        delivered = told.get("fate") == "sent"
        close(tx, ask.oa, ask.openid, receipt, delivered, "" if delivered else status)


def _words(fate: Fate) -> tuple[str, str, str]:
    match fate:
        case Sent(receipt):
            return "sent", receipt, ""
        case Later(_, why):
            return "later", "", why
        case Never(why):
            return "never", "", why
        case Lost(why):
            return "lost", "", why
