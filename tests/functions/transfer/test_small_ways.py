"""Limits and gifts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.base.errors import BadInput, NotAllowed


def test_what_is_left_today(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "50,000.00" in house.say("o-wang", "今天还能转多少")
    house.confirm_card("o-wang", house.ask_text("o-wang", "转500给老李"))
    heard = house.say("o-wang", "转账限额")
    assert "还可以转出 49,500.00" in heard
    assert "今日已转出：500.00" in heard
    assert "超过今日剩余额度" in house.say("o-wang", "今天能转60000元吗")
    house.clock.advance(timedelta(days=1))
    assert "50,000.00" in house.say("o-wang", "今天还能转多少")


def test_a_gift_with_a_wish(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "给老李发个88的红包")
    for words in ("亲情红包", "88.00", "恭喜发财"):
        assert words in house.words(card), words
    done = house.confirm_card("o-wang", card)
    assert (done.status, done.title, "恭喜发财" in done.lead) == ("ok", "红包已发出", True)
    house.bind("o-li", LI)
    assert "8,088.00" in house.say("o-li", "查余额")


def test_gifts_have_their_bounds(house: House) -> None:
    house.bind("o-wang", WANG)
    session, start = house.session("o-wang"), house.app.counter.start
    with pytest.raises(NotAllowed, match="red_packet"):
        start(session, "red_packet_bank", {"payee": "老李", "amount": "2000.01"})
    with pytest.raises(BadInput, match="收款人簿"):
        start(session, "red_packet_bank", {"payee": "张三", "amount": "8"})
