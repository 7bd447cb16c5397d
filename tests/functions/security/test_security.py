"""What a customer may know of their own safety."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.base.reply import OpenPage
from weiyin.people.sessions import SessionOver, access_session, open_session


def test_codes_that_were_asked_for(house: House) -> None:
    house.bind("o-wang", WANG)
    view = house.app.counter.view(house.session("o-wang"), "otp_challenge", {})
    assert view.table is not None
    [row] = view.table.rows
    assert row[1:] == ("绑定借记卡", "已使用")
    assert "诈骗" in house.say("o-wang", "有人问我要验证码")
    house.bind("o-li", LI)
    assert len(house.app.counter.view(house.session("o-wang"), "otp_challenge", {}).table.rows) == 1  # type: ignore[union-attr]


def test_sign_ins_and_bindings(house: House) -> None:
    house.bind("o-wang", WANG)
    view = house.app.counter.view(house.session("o-wang"), "device_login_history", {})
    assert view.table is not None
    done = [row[1] for row in view.table.rows]
    assert "绑定 借记卡 **** 0012" in done
    assert "登录业务页面" in done
    house.confirm_card("o-wang", house.ask_text("o-wang", "解除绑定"))
    assert "绑定" in house.say("o-wang", "登录记录")


def test_fraud_and_faces(house: House) -> None:
    house.follow("o-new")
    heard = house.say("o-new", "我好像被骗了怎么办")
    assert "锁卡" in heard
    assert "96110" in heard
    assert "不采集人脸" in house.say("o-new", "刷脸验证")


def test_consents_are_seen_and_taken_back_one_by_one(house: House) -> None:
    house.bind("o-wang", WANG)
    heard = house.say("o-wang", "我都授权了什么")
    assert "绑卡与账户查询：已授权（2026-07-20）" in heard
    assert "产品与活动推荐：未授权" in heard
    house.confirm_card("o-wang", house.ask_text("o-wang", "同意接收产品推荐"))
    assert "产品与活动推荐：已授权" in house.say("o-wang", "查看我的授权")
    house.confirm_card("o-wang", house.ask_text("o-wang", "不要给我推荐产品"))
    assert "产品与活动推荐：未授权" in house.say("o-wang", "查看我的授权")
    house.confirm_card("o-wang", house.ask_text("o-wang", "撤回绑卡授权"))
    assert "14,874.50" not in house.say("o-wang", "查余额")


def test_ones_own_data_to_take_home_and_to_erase(house: House) -> None:
    house.bind("o-wang", WANG)
    paper = house.app.counter.paper(house.session("o-wang"), "consent_center", {})
    told = paper.content.decode()
    assert "0012" in told
    assert WANG.debit not in told
    house.confirm_card("o-wang", house.ask_text("o-wang", "删除我的个人信息"))
    left = house.app.counter.paper(house.session("o-wang"), "consent_center", {}).content.decode()
    assert '"active"' not in left
    assert "14,874.50" not in house.say("o-wang", "查余额")


def test_nothing_of_the_accounts_in_the_chat(house: House) -> None:
    house.bind("o-wang", WANG)
    house.confirm_card("o-wang", house.ask_text("o-wang", "不要在聊天里显示余额"))
    for words in ("查余额", "上个月的明细", "我的总资产"):
        opened = house.ask_text("o-wang", words)
        assert isinstance(opened, OpenPage), words
    view = house.app.counter.view(house.session("o-wang"), "balance_query", {})
    assert "14,874.50" in view.lead
    house.confirm_card("o-wang", house.ask_text("o-wang", "允许在聊天里显示余额"))
    assert "14,874.50" in house.say("o-wang", "查余额")


def test_a_page_asks_again_after_the_time_chosen(house: House) -> None:
    house.bind("o-wang", WANG)
    assert house.fill("o-wang", "session_timeout", idle="2").title == "设置成功"
    store, now = house.app.store, house.clock.now()
    token = store.run(lambda tx: open_session(tx, "main", "o-wang", now))
    store.run(lambda tx: access_session(tx, token, now + timedelta(minutes=1)))
    with pytest.raises(SessionOver):
        store.run(lambda tx: access_session(tx, token, now + timedelta(minutes=3, seconds=1)))
