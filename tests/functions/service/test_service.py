from __future__ import annotations

from datetime import timedelta

import pytest

from tests.desk.seats import Seat, conversation_of
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.base.errors import BadInput


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


def test_a_question_of_the_knowledge_base(house: House) -> None:
    house.follow("o-wang")
    assert "问题" in house.say("o-wang", "我想咨询")
    assert "95000" in house.say("o-wang", "你们的客服电话是多少")
    page = house.app.counter.view(
        house.session("o-wang"), "bot_qa", {"question": "人工客服几点上班"}
    )
    assert "服务时间" in page.lead
    assert "人工" in house.say("o-wang", "热门问题")


def test_what_can_be_said_typed_and_spoken(house: House) -> None:
    house.follow("o-wang")
    assert "YE" in house.words(house.ask_text("o-wang", "ZL"))
    codes = house.app.counter.view(house.session("o-wang"), "command_query", {})
    assert codes.table is not None
    assert ("YE", "余额查询") in codes.table.rows
    assert "按住说话" in house.say("o-wang", "语音查询怎么用")
    assert "转500给老李" in house.say("o-wang", "对话办业务")


def test_a_complaint_has_a_number_and_fifteen_days(house: House) -> None:
    house.follow("o-wang")
    assert "15天" in house.say("o-wang", "我要投诉你们")
    card = house.ask_text("o-wang", "柜台让我等了两个小时没人理")
    done = house.confirm_card("o-wang", card)
    assert dict(done.facts) == {"编号": "TS202607200001", "答复期限": "2026-08-04"}
    told = house.say("o-wang", "投诉处理进度")
    assert "TS202607200001" in told
    assert "待受理" in told
    assert "TS202607200001" not in house.say("o-li", "投诉处理进度")


def test_a_message_is_left_without_secrets(house: House) -> None:
    house.follow("o-wang")
    assert "问题" in house.say("o-wang", "我要留言")
    done = house.fill(
        "o-wang", "agent_leave_message", words="请告诉我年费怎么减免", contact="13800001111",
        way="callback",
    )  # fmt: skip
    assert dict(done.facts)["编号"].startswith("HD20260720")
    with pytest.raises(BadInput):
        house.fill("o-wang", "agent_leave_message", words="卡号6222020200112233445怎么了")


def test_hours_line_and_way_back_are_told(house: House) -> None:
    house.follow("o-wang")
    assert "8:00-22:00" in house.say("o-wang", "人工客服几点下班")
    house.say("o-wang", "转人工")
    page = house.app.counter.view(house.session("o-wang"), "handoff_agent", {})
    assert "前面还有 0 位" in page.lead


def test_a_talk_is_judged_on_the_page_too(house: House) -> None:
    house.follow("o-wang")
    assert "没有待评价" in house.say("o-wang", "评价客服")
    seat = Seat(house, "staff-0007").sit()
    house.say("o-wang", "转人工")
    seat.close("o-wang")
    done = house.fill("o-wang", "satisfaction_survey", stars="4", opinion="很耐心")
    assert done.title == "评价成功"
    assert conversation_of(house, "o-wang").opinion == "很耐心"


def test_fraud_is_told_what_to_do_and_reported_with_a_code(house: House) -> None:
    house.follow("o-wang")
    assert "96110" in house.say("o-wang", "我被骗了")
    house.bind("o-wang", WANG)
    done = house.fill("o-wang", "fraud_report", kind="paid", amount="5000", account="尾号8890")
    assert dict(done.facts)["编号"].startswith("FZ20260720")


def test_rates_and_what_an_instalment_costs(house: House) -> None:
    house.follow("o-wang")
    assert "0.05%" in house.say("o-wang", "信用卡息费标准")
    assert "475.00" in house.say("o-wang", "存50000元一年有多少利息")
    assert "13.03%" in house.say("o-wang", "12000元分12期年化多少")


def test_large_words_and_english_are_kept(house: House) -> None:
    house.follow("o-wang")
    done = house.confirm_card("o-wang", house.ask_text("o-wang", "字太小了看不清"))
    assert dict(done.facts)["字号"] == "大字版"
    done = house.fill("o-wang", "language_switch", size="large", language="en")
    assert dict(done.facts) == {"字号": "大字版", "语言": "English"}
    assert "English" in house.say("o-wang", "大字版")
