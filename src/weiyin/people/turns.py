"""Taking turns: what is counted about somebody is counted by one unit of work at a time."""

from __future__ import annotations

from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

_LOCK = sql("""
    INSERT INTO code_subjects (subject, touched_us) VALUES (:subject, :now_us)
    ON CONFLICT (subject) DO UPDATE SET touched_us = excluded.touched_us
""")


def take_turn(tx: Tx, subject: str, now: datetime) -> None:
    """Hold `subject` until this unit of work ends; others who want it wait or run again."""
    tx.run(_LOCK, subject=subject, now_us=to_us(now))
