"""Billers that are not paid for now: switched off and on by the bank's people, each with a why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_ALL = sql("SELECT biller, why, by_whom, since_us FROM bill_pauses WHERE book = :book")
_ONE = sql("SELECT 1 FROM bill_pauses WHERE book = :book AND biller = :biller")
_PUT = sql("""
    INSERT INTO bill_pauses (book, biller, why, by_whom, since_us)
    VALUES (:book, :biller, :why, :by, :now_us) ON CONFLICT (book, biller) DO NOTHING
""")
_DROP = sql("DELETE FROM bill_pauses WHERE book = :book AND biller = :biller")


@dataclass(frozen=True, slots=True)
class Pause:
    biller: str
    why: str
    by: str
    since: datetime


def pauses(reader: Reader, book: str) -> dict[str, Pause]:
    """By biller."""
    rows = reader.all(_ALL, book=book)
    return {row[0]: Pause(row[0], row[1], row[2], from_us(row[3])) for row in rows}


def check_runs(reader: Reader, book: str, biller: str) -> None:
    """Raises NotAllowed("paused")."""
    if reader.one(_ONE, book=book, biller=biller) is not None:
        raise NotAllowed("paused", "该缴费单位系统维护，暂停缴费，请稍后再试或到缴费单位办理")


def pause(tx: Tx, book: str, biller: str, *, why: str, by: str, now: datetime) -> None:
    if not why.strip():
        raise BadInput("why", "请填写停用原因")
    tx.run(_PUT, book=book, biller=biller, why=why[:200], by=by, now_us=to_us(now))


def resume(tx: Tx, book: str, biller: str) -> None:
    tx.run(_DROP, book=book, biller=biller)
