from __future__ import annotations

import pytest

from tests.functions.bills.kit import work
from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.base.errors import NotAllowed


def test_history_tells_where_an_order_stands(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "没有缴费记录" in house.say("o-wang", "缴费记录")
    house.fill("o-wang", "bill_water", biller="water-beijing", number="1000000012")
    assert "处理中" in house.say("o-wang", "缴费成功了吗")
    work(house)
    heard = house.say("o-wang", "查缴费记录")
    assert "缴费成功" in heard
    assert "1000000012" not in heard
    house.bind("o-li", LI)
    assert "没有缴费记录" in house.say("o-li", "缴费记录")


def test_reminders_are_seen_and_switched(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "还没有保存" in house.say("o-wang", "缴费提醒")
    house.fill("o-wang", "bill_water", biller="water-beijing", number="1000000012")
    assert "1 个户号" in house.say("o-wang", "缴费提醒")
    card = house.ask_text("o-wang", "关闭缴费提醒")
    assert "已关闭" in house.confirm_card("o-wang", card).lead
    assert "不提醒" in house.say("o-wang", "我的缴费户号")


def test_a_mandate_is_signed_and_ended(house: House) -> None:
    house.bind("o-wang", WANG)
    house.fill("o-wang", "bill_water", biller="water-beijing", number="1000000012")
    card = house.ask_text("o-wang", "水费自动扣款")
    assert "每笔最高：500.00 元" in house.words(card)
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "自动代扣" in house.say("o-wang", "缴费提醒")
    card = house.ask_text("o-wang", "取消代扣")
    assert "不再自动扣款" in house.confirm_card("o-wang", card).lead
    with pytest.raises(NotAllowed, match="预存缴费"):
        house.app.counter.start(
            house.session("o-wang"),
            "bill_auto_debit",
            {"biller": "power-beijing", "number": "1000000012"},
        )
