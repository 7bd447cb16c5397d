from datetime import date

import pytest

from tests.functions.wealth.kit import to_morning
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.bank.verify import verify
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.reply import OpenPage


def test_put_away_and_withdrawn_early(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "存10000元一年定期")
    assert isinstance(card, OpenPage)
    for words in ("10,000.00", "0.95%", "95.00 元", "自动转存"):
        assert words in card.description, words
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "2027-07-20" in house.say("o-wang", "我的定期")
    to_morning(house, date(2026, 7, 30))
    # 4,000 for ten days at 0.05 % ÷ 360: 0.06; a year at 0.95 % would have brought 38.00
    card = house.ask_text("o-wang", "提前支取4000")
    assert isinstance(card, OpenPage)
    assert "少得利息：37.94 元" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "8,874.56" in house.say("o-wang", "查余额")
    assert "6,000.00" in house.say("o-wang", "我的定期")
    with pytest.raises(NotAllowed, match="partials"):
        house.app.counter.start(
            house.session("o-wang"), "deposit_early_withdraw", {"amount": "1000"}
        )
    assert house.books.read(lambda reader: verify(reader, "demo")) == []


def test_a_notice_deposit_wants_to_be_told(house: House) -> None:
    house.bind("o-wang", WANG)
    with pytest.raises(BadInput) as least:
        house.app.counter.start(
            house.session("o-wang"), "deposit_open_term", {"term": "七天通知存款", "amount": "9000"}
        )
    assert "起存金额为50,000.00元" in least.value.heard
    house.fill("o-wang", "deposit_open_term", term="整存整取一年", amount="500", renewal="no")
    with pytest.raises(BadInput) as unlike:
        house.app.counter.start(
            house.session("o-wang"), "deposit_early_withdraw", {"action": "announce"}
        )
    assert "可直接提前支取" in unlike.value.heard
