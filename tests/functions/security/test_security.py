"""What a customer may know of their own safety."""

from __future__ import annotations

from tests.house.bank import LI, WANG
from tests.house.made import House


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
