"""Cash machines as they last said they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from weiyin.base.clock import to_us
from weiyin.places.nearest import among, listed
from weiyin.storage.store import Reader

FRESH = timedelta(hours=24)
"""A machine reports a change of its state; silence for a day says nothing."""
WORDS = {"works": "正常", "no_cash": "缺钞，仅可存款和查询", "out": "暂停服务"}

_OF = among(
    "SELECT place_id, state FROM machine_states WHERE book = :book AND heard_us >= :since_us",
    "place_id",
)


def states_of(reader: Reader, book: str, place_ids: Sequence[str], now: datetime) -> dict[str, str]:
    """The state in words of each machine that told of it within a day."""
    rows = reader.all(_OF, book=book, keys=listed(place_ids), since_us=to_us(now - FRESH))
    return {place_id: WORDS[state] for place_id, state in rows}
