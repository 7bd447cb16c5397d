from datetime import date

import pytest

from tests.functions.wealth.kit import graded, to_morning
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.bank.verify import verify
from weiyin.base.errors import NotAllowed
from weiyin.base.reply import OpenPage


def test_in_every_day_a_little_more_and_out_at_once(house: House) -> None:
    house.bind("o-wang", WANG)
    graded(house, "o-wang")
    card = house.ask_text("o-wang", "转入日日盈12000")
    assert isinstance(card, OpenPage)
    assert house.confirm_card("o-wang", card).status == "ok"
    to_morning(house, date(2026, 7, 23))
    # 12,000 units confirmed for the 21st; 0.4000 on 10,000: 0.48 a day, on the 21st and 22nd
    assert "12,000.96" in house.say("o-wang", "我的理财")
    card = house.ask_text("o-wang", "日日盈转出3000")
    assert isinstance(card, OpenPage)
    assert "实时" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "5,874.50" in house.say("o-wang", "查余额")
    assert house.books.read(lambda reader: verify(reader, "demo")) == []


def test_the_cap_of_a_day_and_the_slower_way(house: House) -> None:
    house.bind("o-wang", WANG)
    graded(house, "o-wang")
    house.fill("o-wang", "cash_mgmt_in_out", direction="in", amount="12000")
    to_morning(house, date(2026, 7, 21))
    house.fill("o-wang", "cash_mgmt_in_out", direction="out", amount="9500")
    with pytest.raises(NotAllowed) as capped:
        house.app.counter.start(
            house.session("o-wang"), "cash_mgmt_in_out", {"direction": "out", "amount": "600"}
        )
    assert "今日还可快速转出 500.00 元" in capped.value.heard
    slow = {"direction": "out", "amount": "600", "speed": "normal"}
    assert house.fill("o-wang", "cash_mgmt_in_out", **slow).status == "ok"
    to_morning(house, date(2026, 7, 22))
    assert "12,974.50" in house.say("o-wang", "查余额")
    house.fill("o-wang", "cash_mgmt_in_out", direction="out", amount="600")
    assert "13,574.50" in house.say("o-wang", "查余额")
