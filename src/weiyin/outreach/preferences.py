"""What a person wants to be told: on or off, from which amount, with or without the balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_GET = sql("""
    SELECT enabled, threshold_fen, show_balance FROM notice_preferences
    WHERE oa = :oa AND openid = :openid
""")
_SET = sql("""
    INSERT INTO notice_preferences (oa, openid, enabled, threshold_fen, show_balance, changed_us)
    VALUES (:oa, :openid, :enabled, :threshold_fen, :show_balance, :changed_us)
    ON CONFLICT (oa, openid) DO UPDATE SET enabled = excluded.enabled,
        threshold_fen = excluded.threshold_fen, show_balance = excluded.show_balance,
        changed_us = excluded.changed_us
""")


_EVERY = Money(0)


@dataclass(frozen=True, slots=True)
class Preference:
    """Account-change notices of one person. Amounts below `threshold` are not told."""

    enabled: bool = True
    threshold: Money = _EVERY
    show_balance: bool = True


def preference_of(reader: Reader, oa: str, openid: str) -> Preference:
    """What they chose, or the bank's default: everything, free of charge."""
    row = reader.one(_GET, oa=oa, openid=openid)
    if row is None:
        return Preference()
    enabled, threshold_fen, show_balance = row
    return Preference(bool(enabled), Money(threshold_fen), bool(show_balance))


def set_preference(tx: Tx, oa: str, openid: str, chosen: Preference, at: datetime) -> None:
    tx.run(
        _SET,
        oa=oa,
        openid=openid,
        enabled=int(chosen.enabled),
        threshold_fen=chosen.threshold.fen,
        show_balance=int(chosen.show_balance),
        changed_us=to_us(at),
    )
