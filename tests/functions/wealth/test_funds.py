from datetime import date

import pytest

from tests.functions.wealth.kit import graded, to_morning
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.bank.verify import verify
from weiyin.base.errors import NotAllowed
from weiyin.base.reply import OpenPage


def holds(house: House) -> None:
    """10,000 yuan in F1, ordered on Monday 20 July before the cut-off."""
    house.bind("o-wang", WANG)
    graded(house, "o-wang")
    assert house.fill("o-wang", "fund_buy", product="F1", amount="10000").status == "ok"
    to_morning(house, date(2026, 7, 21))


def test_the_shelf_and_one_fund(house: House) -> None:
    assert "示范成长混合" in house.say("o-anybody", "有什么基金")
    one = house.app.counter.view(house.session("o-x"), "fund_list", {"product": "成长"})
    assert one.title == "示范成长混合"
    assert one.charts[0].title == "单位净值"
    assert dict(one.facts)["单位净值"].startswith("1.2180")


def test_bought_at_the_value_of_its_day(house: House) -> None:
    # 10,000 ÷ 1.015 = 9,852.22; ÷ 1.2190 (20 July) = 8,082.21 units
    holds(house)
    mine = house.say("o-wang", "我的基金")
    assert "8,082.21" in mine
    assert "9,852.21" in mine
    assert house.books.read(lambda reader: verify(reader, "demo")) == []


def test_redeemed_with_its_fee(house: House) -> None:
    holds(house)
    house.say("o-wang", "赎回基金")
    card = house.ask_text("o-wang", "成长混合")
    assert isinstance(card, OpenPage)
    assert "持有不足7天 1.50%" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"
    to_morning(house, date(2026, 7, 23))
    # 8,082.21 × 1.2200 = 9,860.30, less 1.5 % (147.90) for less than seven days
    assert f"{4_874.50 + 9_712.40:,.2f}" in house.say("o-wang", "查余额")
    assert "没有持有" in house.say("o-wang", "我的基金") or "0.00" in house.say(
        "o-wang", "我的基金"
    )
    assert house.books.read(lambda reader: verify(reader, "demo")) == []


def test_taken_back_before_the_cut_off_only(house: House) -> None:
    house.bind("o-wang", WANG)
    graded(house, "o-wang")
    house.fill("o-wang", "fund_buy", product="F1", amount="10000")
    assert house.fill("o-wang", "fund_redeem", product="F1", action="cancel").status == "ok"
    assert "14,874.50" in house.say("o-wang", "查余额")
    with pytest.raises(NotAllowed) as nothing:
        house.app.counter.start(
            house.session("o-wang"), "fund_redeem", {"product": "F1", "action": "cancel"}
        )
    assert "没有可撤销的委托" in nothing.value.heard


def test_every_month_until_it_is_stopped(house: House) -> None:
    house.bind("o-wang", WANG)
    graded(house, "o-wang")
    house.say("o-wang", "每月22号定投500")
    card = house.ask_text("o-wang", "F1")
    assert isinstance(card, OpenPage)
    for words in ("500.00", "每月22日", "2026-07-22"):
        assert words in card.description, words
    house.confirm_card("o-wang", card)
    to_morning(house, date(2026, 7, 23))
    assert "14,374.50" in house.say("o-wang", "查余额")
    assert "1 个" in house.say("o-wang", "我的基金")
    house.say("o-wang", "停止定投")
    assert house.confirm_card("o-wang", house.ask_text("o-wang", "成长混合")).status == "ok"
    assert "定投计划" not in house.say("o-wang", "我的基金")


def test_a_product_is_named_within_a_sentence_and_half_of_it_sold(house: House) -> None:
    house.bind("o-wang", WANG)
    graded(house, "o-wang")
    card = house.ask_text("o-wang", "买1000成长混合")
    assert isinstance(card, OpenPage)
    assert "示范成长混合" in card.title + card.description
    assert "1,000.00" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"
    to_morning(house, date(2026, 7, 22))
    units = house.say("o-wang", "我的基金")
    card = house.ask_text("o-wang", "赎回一半成长混合")
    assert isinstance(card, OpenPage), units
    assert "赎回份额" in card.description
