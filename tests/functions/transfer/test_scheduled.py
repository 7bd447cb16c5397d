from __future__ import annotations

from datetime import date

import pytest

from tests.functions.transfer.kit import add_payee
from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.bank.payments.due import run_plans
from weiyin.base.clock import shanghai_midnight
from weiyin.base.errors import BadInput
from weiyin.base.reply import OpenPage


def to_day(house: House, day: date, hour: int = 9) -> int:
    """The morning of a day, and the chore of that minute."""
    house.clock.set(shanghai_midnight(day).replace(hour=hour))
    return run_plans(house.books, house.core)


def test_each_month_on_the_first(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "每月1号给老李转500")
    assert isinstance(card, OpenPage)
    for words in ("500.00", "*雷", "每月1日", "2026-08-01", "直到您取消"):
        assert words in card.description, words
    assert house.confirm_card("o-wang", card).status == "ok"
    assert to_day(house, date(2026, 7, 31)) == 0
    assert to_day(house, date(2026, 8, 1)) == 1
    assert to_day(house, date(2026, 9, 1)) == 1
    assert "13,874.50" in house.say("o-wang", "查余额")
    assert "10月1日 09:00" in house.say("o-wang", "我的预约转账")


def test_tomorrow_once(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "明天给老李转300")
    assert "2026-07-21" in house.words(card)
    house.confirm_card("o-wang", card)
    assert to_day(house, date(2026, 7, 22)) == 1
    assert "14,574.50" in house.say("o-wang", "查余额")
    assert "没有预约转账" in house.say("o-wang", "我的预约转账")
    house.bind("o-li", LI)
    assert "8,300.00" in house.say("o-li", "查余额")


def test_stopped_by_saying_so(house: House) -> None:
    house.bind("o-wang", WANG)
    house.confirm_card("o-wang", house.ask_text("o-wang", "每月1号给老李转500"))
    card = house.ask_text("o-wang", "取消自动转账")
    assert "共 1 个" in house.words(card)
    stop = house.ask_text("o-wang", "取消每月给李雷的转账")
    assert house.confirm_card("o-wang", stop).status == "ok"
    assert to_day(house, date(2026, 8, 1)) == 0


def test_asked_for_what_is_missing_and_elsewhere(house: House) -> None:
    house.bind("o-wang", WANG)
    add_payee(house, "o-wang", "张三", "房东")
    assert "转给谁" in house.say("o-wang", "预约转账")
    assert "多少" in house.say("o-wang", "房东")
    assert "哪天" in house.say("o-wang", "1200")
    heard = house.say("o-wang", "8月5号")
    assert "中国工商银行" in heard


def test_a_day_too_far(house: House) -> None:
    house.bind("o-wang", WANG)
    asked = {"payee": "老李", "amount": "5", "when": "2028-01-01"}
    done = house.fill("o-wang", "transfer_scheduled", **asked)
    assert (done.status, "一年以内" in done.lead) == ("refused", True)
    with pytest.raises(BadInput):
        house.app.counter.start(
            house.session("o-wang"), "transfer_scheduled", asked | {"every": "often"}
        )


MEANT = {
    "每月31号给老李转500": "2026-07-31",
    "9月5号给老李转500": "2026-09-05",
    "25号给老李转500": "2026-07-25",
    "下个月1号给老李转500": "2026-08-01",
    "每周五给老李转500": "2026-07-24",
    "后天给老李转500": "2026-07-22",
}


def test_the_day_that_was_meant(house: House) -> None:
    house.bind("o-wang", WANG)
    for words, first in MEANT.items():
        assert first in house.words(house.ask_text("o-wang", words)), words


def test_today_is_for_transferring_now(house: House) -> None:
    house.bind("o-wang", WANG)
    asked = {"payee": "老李", "amount": "5", "when": "2026-07-20"}
    with pytest.raises(BadInput, match="直接转账"):
        house.app.counter.start(house.session("o-wang"), "transfer_scheduled", asked)
