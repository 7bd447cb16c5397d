"""Composed as in production: the courier sends what was confirmed, the chores run what is due."""

from __future__ import annotations

from datetime import timedelta

from tests.functions.transfer.kit import ICBC, Clearing
from tests.house.bank import WANG
from tests.house.made import open_house
from weiyin.app import Plugs
from weiyin.base.clock import ManualClock


def test_the_courier_sends_and_the_chores_run(sqlite_url: str, clock: ManualClock) -> None:
    house = open_house(sqlite_url, clock, Plugs(clock=clock, clearing=Clearing()))
    try:
        house.stock()
        house.bind("o-wang", WANG)
        values = {"payee": "张三", "amount": "500", "account": ICBC}
        assert house.fill("o-wang", "transfer_interbank", **values).status == "pending"
        later = house.fill("o-wang", "transfer_interbank", **values, mode="normal")
        assert later.status == "pending"
        house.confirm_card("o-wang", house.ask_text("o-wang", "明天给老李转300"))
        house.app.courier.drain()
        assert "14,374.50" in house.say("o-wang", "查余额")
        clock.advance(timedelta(days=1))
        assert house.app.courier.do_chores()
        house.app.courier.drain()
        assert "13,574.50" in house.say("o-wang", "查余额")
    finally:
        house.app.close()
