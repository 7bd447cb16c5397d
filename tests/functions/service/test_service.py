from __future__ import annotations

from datetime import timedelta

from tests.house.made import House


def test_news_only_after_agreeing_and_until_taken_back(house: House) -> None:
    house.follow("o-wang")
    assert "没有订阅" in house.say("o-wang", "资讯推送")
    assert house.fill("o-wang", "news_push", switch="on").title == "订阅成功"
    assert "已同意" in house.say("o-wang", "订阅优惠信息")
    assert house.fill("o-wang", "news_push", switch="off").title == "已退订"
    assert "没有订阅" in house.say("o-wang", "资讯推送")


def test_a_check_in_a_day(house: House) -> None:
    house.follow("o-wang")
    for days in (1, 2):
        card = house.ask_text("o-wang", "签到")
        done = house.confirm_card("o-wang", card)
        assert dict(done.facts)["连续签到"] == f"{days} 天"
        assert "今天已经签到" in house.say("o-wang", "打卡")
        house.clock.advance(timedelta(days=1))
    house.clock.advance(timedelta(days=1))
    card = house.ask_text("o-wang", "每日签到")
    assert dict(house.confirm_card("o-wang", card).facts)["连续签到"] == "1 天"
