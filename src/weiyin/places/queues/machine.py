"""Cash machines as they last said they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from weiyin.base.clock import to_us
from weiyin.places.nearest import listed
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

FRESH = timedelta(hours=24)
"""A machine reports a change of its state; silence for a day says nothing."""
WORDS = {"works": "正常", "no_cash": "缺钞，仅可存款和查询", "out": "暂停服务"}

_STATES = "SELECT place_id, state FROM machine_states WHERE book = :book AND heard_us >= :since_us"
_OF = sql(
    f"{_STATES} AND place_id IN (SELECT value FROM json_each(:keys))",
    postgresql=f"{_STATES} AND place_id IN (SELECT json_array_elements_text(CAST(:keys AS json)))",
)


def states_of(reader: Reader, book: str, place_ids: Sequence[str], now: datetime) -> dict[str, str]:
    """The state in words of each machine that told of it within a day."""
    rows = reader.all(_OF, book=book, keys=listed(list(place_ids)), since_us=to_us(now - FRESH))
    return {place_id: WORDS[state] for place_id, state in rows}
