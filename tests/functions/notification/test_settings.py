"""What a customer says about their notices, and what is set by it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.house.bank import BOOK, LI, WANG
from tests.house.made import House
from weiyin.bank.events import CustomerEvent, put_event
from weiyin.base.errors import BadInput
from weiyin.storage.outbox import Lane


def _bound(house: House) -> House:
    house.bind("o-wang", WANG)
    house.bind_credit("o-wang", WANG)
    return house


@pytest.mark.parametrize(
    ("said", "id_", "title"),
    [
        ("信用卡消费提醒", "notify_card_spend", "信用卡消费提醒"),
        ("出账单提醒我", "notify_bill_ready", "账单日提醒"),
        ("提醒我还款", "notify_due", "还款日提醒"),
        ("理财到期提醒", "notify_wealth_maturity", "理财到期提醒"),
    ],
)
def test_a_reminder_is_looked_at_in_chat_and_switched_on_a_page(
    house: House, said: str, id_: str, title: str
) -> None:
    _bound(house)
    assert "目前已开启" in house.say("o-wang", said)
    done = house.fill("o-wang", id_, switch="off")
    assert (title, "已关闭") in done.facts
    assert "目前已关闭" in house.say("o-wang", said)
    (shown,) = house.app.counter.offers(house.session("o-wang"), id_)
    assert shown.value == "off"
    assert "已关闭的通知" in house.say("o-wang", "通知设置")


def test_settings_for_all_cards_and_for_one(house: House) -> None:
    _bound(house)
    assert "不设免打扰" in house.say("o-wang", "通知设置")
    done = house.fill(
        "o-wang", "notify_settings", quiet="22-7", balance="hide", channels="wechat", threshold="50"
    )
    assert dict(done.facts) == {
        "起点金额": "50.00 元",
        "余额": "不显示余额",
        "免打扰": "22:00–次日7:00",
        "通知方式": "只用微信",
    }
    own = house.fill("o-wang", "notify_settings", card=WANG.debit[-4:], threshold="100")
    assert dict(own.facts)["起点金额"] == "100.00 元"
    assert "起点金额：50.00 元" in house.say("o-wang", "设置免打扰")
    assert "已开启" not in house.say("o-wang", "短信补发")


def test_a_card_of_somebody_else_cannot_be_set(house: House) -> None:
    _bound(house)
    with pytest.raises(BadInput, match="没有找到这个尾号"):
        house.fill("o-wang", "notify_settings", card="0000")


def test_text_messages_where_wechat_fails(house: House) -> None:
    _bound(house)
    heard = house.say("o-wang", "微信没收到就发短信")
    assert "短信补发：已开启" in heard
    assert WANG.phone not in heard
    house.fill("o-wang", "notify_sms_fallback", switch="off")
    assert "短信补发：已关闭" in house.say("o-wang", "短信补发")


def _happens(house: House, key: str, title: str, lane: Lane) -> None:
    event = CustomerEvent(
        BOOK, WANG.customer_no, "made", title, (("金额", "50.00元"),), house.clock.now(), key, lane
    )
    house.app.store.run(lambda tx: put_event(tx, event))
    house.app.courier.drain()


def test_the_message_centre_finds_by_days_and_words(house: House) -> None:
    house.follow("o-wang")
    assert "近90天没有消息" in house.say("o-wang", "消息中心")
    _bound(house)
    _happens(house, "k1", "手机充值未成功", Lane.MONEY)
    _happens(house, "k2", "限额已变更", Lane.SECURITY)
    heard = house.say("o-wang", "我的消息")
    assert "手机充值未成功" in heard
    assert "限额已变更" in heard
    session = house.session("o-wang")
    found = house.app.counter.start(session, "message_center", {"words": "限额"})
    assert [row[0] for row in found.table.rows] == ["限额已变更"]
    assert "没有找到" in house.say("o-wang", "上个月的通知")
    assert "限额已变更" in house.say("o-wang", "安全提醒")
    assert "手机充值未成功" not in house.say("o-wang", "安全提醒")


def test_who_follows_again_sees_nothing_of_a_customer_without_fresh_proof(house: House) -> None:
    _bound(house)
    _happens(house, "k1", "手机充值未成功", Lane.MONEY)
    house.clock.advance(timedelta(seconds=1))
    house.unfollow("o-wang")
    house.clock.advance(timedelta(seconds=1))
    house.follow("o-wang")
    assert "近90天没有消息" in house.say("o-wang", "消息中心")
    house.bind("o-wang", LI)
    assert "手机充值未成功" not in house.say("o-wang", "消息中心")
