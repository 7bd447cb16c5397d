from datetime import date

import pytest

from tests.functions.wealth.kit import CAUTIOUS, graded, to_morning
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.bank.verify import verify
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.reply import OpenPage, Say


def test_tested_bought_confirmed_and_shown(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "先完成风险测评" in buys(house, "示范稳利90天", "10000")
    graded(house, "o-wang")
    house.say("o-wang", "我要买理财")
    house.say("o-wang", "稳利90天")
    card = house.ask_text("o-wang", "一万")
    assert isinstance(card, OpenPage)
    for words in ("10,000.00", "R2", "C3 平衡型", "不是收益承诺", "2026-07-21"):
        assert words in card.description, words
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "4,874.50" in house.say("o-wang", "查余额")
    assert "待确认" in house.say("o-wang", "我的理财")
    to_morning(house, date(2026, 7, 21))
    mine = house.say("o-wang", "我的理财")
    assert "9,981.04" in mine  # 10,000 ÷ 1.0019, and worth a hair of it
    assert house.books.read(lambda reader: verify(reader, "demo")) == []


def buys(house: House, product: str, amount: str) -> str:
    """What the counter refuses with."""
    with pytest.raises((NotAllowed, BadInput)) as refusal:
        house.app.counter.start(
            house.session("o-wang"), "wealth_buy", {"product": product, "amount": amount}
        )
    return refusal.value.heard


def test_whoever_is_not_tested_yet_is_led_to_the_test(house: House) -> None:
    house.bind("o-wang", WANG)
    house.say("o-wang", "我要买理财")
    house.say("o-wang", "稳利90天")
    told = house.ask_text("o-wang", "一万")
    assert isinstance(told, Say)
    assert [link.label for link in told.links] == ["风险测评"]


def test_refusals_say_what_next(house: House) -> None:
    house.bind("o-wang", WANG)
    graded(house, "o-wang")
    assert "高于您的风险承受能力（C3 平衡型）" in buys(house, "W3", "1000")
    assert "起购金额为10,000.00元" in buys(house, "W1", "9000")
    assert "可用余额不足" in buys(house, "W1", "20000")
    assert "请说得再具体些" in buys(house, "示范", "20000")
    assert "没有找到" in buys(house, "月球", "20000")
    graded(house, "o-wang", CAUTIOUS)
    assert "C1 保守型" in buys(house, "W1", "10000")
