"""One person floods the account: told politely, then left unanswered; others notice nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from tests.checks import Sabotage
from tests.e2e.town import open_town
from weiyin.base.clock import ManualClock

SABOTAGE = {
    "N06": Sabotage(
        "src/weiyin/channel/wechat/crowding.py",
        "self._counts[person] = since, count + 1",
        "self._counts[person] = since, count",
    ),
}
A_MINUTE, FLOOD = 40, 200
LONG = "转账" * 1_024


def test_n06_a_flood_is_limited_politely_and_others_are_answered(
    sqlite_url: str, clock: ManualClock, record_property: pytest.RecordProperty
) -> None:
    with open_town(sqlite_url, clock, messages_a_minute=A_MINUTE) as town:
        for phone in (town.wang, town.li):
            phone.act("follow")
        asks, greeted = town.asks(), len(town.wang.bubbles("reply"))

        def flood(_: int) -> dict[str, Any]:
            return town.wang.act("say", text=LONG)

        with ThreadPoolExecutor(8) as pool:
            flooding = pool.map(flood, range(FLOOD))
            heard = [town.li.say("存款利率是多少") for _ in range(10)]
            list(flooding)
        assert all("0.95%" in words for words in heard)
        replies = town.wang.bubbles("reply")[greeted:]
        assert sum("消息太多啦" in str(one) for one in replies) == 1
        assert len(replies) == A_MINUTE + 1
        assert town.asks() - asks == A_MINUTE + len(heard)  # of the rest nothing was written
        assert [one for one in town.wang.bubbles() if one["kind"] == "failure"] == []
        clock.advance(timedelta(seconds=61))
        assert "0.95%" in town.wang.say("存款利率是多少")
    record_property("attempts", FLOOD)
