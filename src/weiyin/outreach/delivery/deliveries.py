"""One row for each (notice, person, channel): told at most once, and what became of it.

WeChat's event about a notice may come before its answer to the sending was written down: it is then
kept beside the row that is still being tried, and joined when the receipt is known.
"""

from __future__ import annotations

from datetime import datetime, timedelta

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
        SET attempts = deliveries.attempts + 1, state = 'trying'
        WHERE deliveries.state = 'later'
           OR deliveries.state IN ('trying', 'lost') AND deliveries.attempts < :most
    RETURNING attempts
""")
_END = sql("""
    UPDATE deliveries SET state = :state, receipt = :receipt, why = :why, told_us = :told_us,
        attempts = attempts - :undone
    WHERE oa = :oa AND notice_key = :notice_key AND openid = :openid AND channel = :channel
""")
_UNKNOWN = sql("""
    SELECT 1 FROM deliveries
    WHERE oa = :oa AND notice_key = :notice_key AND openid = :openid AND channel = :channel
      AND state IN ('trying', 'lost')
""")
_CLOSE = sql("""
    UPDATE deliveries SET state = :state, why = :why
    WHERE oa = :oa AND receipt = :receipt AND openid = :openid AND state = 'sent'
    RETURNING notice_key
""")
_TRYING = sql("""
    SELECT 1 FROM deliveries
    WHERE oa = :oa AND receipt = '' AND openid = :openid AND state = 'trying'
""")
_KEEP_EARLY = sql("""
    INSERT INTO deliveries
        (oa, notice_key, openid, channel, state, receipt, why, attempts, told_us)
    VALUES (:oa, :early_key, :openid, 'event', :state, :receipt, :why, 0, :told_us)
    ON CONFLICT (oa, notice_key, openid, channel) DO NOTHING
""")
_TAKE_EARLY = sql("""
    DELETE FROM deliveries
    WHERE oa = :oa AND notice_key = :early_key AND openid = :openid AND channel = 'event'
    RETURNING state, why
""")
_FORGET = sql("DELETE FROM deliveries WHERE told_us < :before_us")

KEPT = timedelta(days=90)
TELL_AGAIN = 2
"""An unknown outcome is sent again at most once. What was busy does not count: it was not sent."""


def begin(tx: Tx, oa: str, notice_key: str, openid: str, channel: str, at: datetime) -> int:
    """Take up a telling; how many outcomes may now be unknown, this one among them.

    0 when it was told, or was unknown too often: lost, or left by a worker that died at it.
    """
    row = tx.one(
        _BEGIN,
        oa=oa,
        notice_key=notice_key,
        openid=openid,
        channel=channel,
        told_us=to_us(at),
        most=TELL_AGAIN,
    )
    return row[0] if row else 0


def is_unknown(tx: Tx, oa: str, notice_key: str, openid: str, channel: str) -> bool:
    """Whether nobody knows if it was told."""
    key = {"oa": oa, "notice_key": notice_key, "openid": openid, "channel": channel}
    return tx.one(_UNKNOWN, **key) is not None


def end(
    tx: Tx, oa: str, notice_key: str, openid: str, channel: str, fate: Fate, at: datetime
) -> bool:
    """Write down what the channel said. True when it is known already that it never arrived."""
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
        undone=int(isinstance(fate, Later)),
    )
    if not receipt:
        return False
    early = tx.one(_TAKE_EARLY, oa=oa, early_key=_early_key(receipt), openid=openid)
    if early is None:
        return False
    close(tx, oa, openid, receipt, early[0] == "delivered", early[1])
    return bool(early[0] == "failed")


def close(tx: Tx, oa: str, openid: str, receipt: str, delivered: bool, why: str) -> str:
    """WeChat's event tells the fate of `receipt`; the notice's key, empty for one unknown to us."""
    state = "delivered" if delivered else "failed"
    row = tx.one(_CLOSE, oa=oa, openid=openid, receipt=receipt, state=state, why=why)
    return row[0] if row else ""


def on_event(tx: Tx, ask: Ask) -> str:
    """Close the delivery that a channel's event tells of (`msgid`, `fate`, `status`).

    The key of the notice that did not arrive, empty when there is none.
    """
    told = dict(ask.detail)
    receipt, status = told.get("msgid", ""), told.get("status", "")
    if not receipt:
        return ""
    delivered = told.get("fate") == "sent"
    why = "" if delivered else status
    notice_key = close(tx, ask.oa, ask.openid, receipt, delivered, why)
    if not notice_key and tx.one(_TRYING, oa=ask.oa, openid=ask.openid):
        tx.run(
            _KEEP_EARLY,
            oa=ask.oa,
            early_key=_early_key(receipt),
            openid=ask.openid,
            state="delivered" if delivered else "failed",
            receipt="",
            why=why,
            told_us=to_us(ask.at),
        )
    return "" if delivered else notice_key


def purge(tx: Tx, now: datetime) -> int:
    return tx.run(_FORGET, before_us=to_us(now - KEPT))


def _early_key(receipt: str) -> str:
    return f"event:{receipt}"


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
