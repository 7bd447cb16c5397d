from dataclasses import replace
from datetime import timedelta

import pytest

from tests.house.bank import BOOK, LI, WANG
from tests.house.made import House
from weiyin.places.booking.form import take_form
from weiyin.places.booking.issue import Issue, open_issue
from weiyin.places.queues.business import Business
from weiyin.places.queues.report import LineReport, TicketReport, apply_reports
from weiyin.places.queues.ticket import TicketState


@pytest.fixture
def bank(house: House) -> House:
    """王小明 and 李雷 bound; 国贸支行's queue machine talks."""
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    now = house.clock.now()
    _said(house, LineReport(1, now, Business.PERSONAL, 2))
    return house


def _said(house: House, *reports) -> None:
    house.app.store.run(lambda tx: apply_reports(tx, BOOK, "B1", reports))


def test_a_number_from_home_seen_called(bank: House) -> None:
    now = bank.clock.now()
    first = TicketReport(2, now, "A001", Business.PERSONAL, TicketState.WAITING, now, now)
    _said(bank, first)
    card = bank.ask_text("o-wang", "帮我在国贸支行取个号")
    done = bank.confirm_card("o-wang", card)
    assert "W001" in done.lead
    assert "1 人" in dict(done.facts)["前面还有"]
    heard = bank.say("o-wang", "前面还有几个人")
    assert "W001" in heard
    assert "1 人" in heard
    assert "还没有取号" in bank.say("o-li", "到我了吗")
    _said(bank, replace(first, seq=3, state=TicketState.DONE))
    assert "下一位" in bank.say("o-wang", "排队进度")
    at = bank.clock.now()
    _said(bank, replace(first, seq=4, ticket_no="W001", state=TicketState.CALLED, counter="3",
                        at=at))  # fmt: skip
    assert "3号窗口" in bank.say("o-wang", "到我了吗")


def test_no_number_where_closed_or_silent(bank: House) -> None:
    assert "暂不支持" in bank.fill("o-wang", "queue_take_number", branch="建国门支行").lead
    bank.clock.advance(timedelta(hours=10))
    with pytest.raises(Exception, match="closed"):
        bank.fill("o-wang", "queue_take_number", branch="国贸支行")


def test_an_hour_booked_moved_and_given_up(bank: House) -> None:
    done = bank.fill("o-wang", "booking_business", service="account", branch="国贸支行",
                     day="明天", time="10")  # fmt: skip
    assert done.title == "预约成功", done
    number = dict(done.facts)["预约号"]
    heard = bank.say("o-wang", "我的预约")
    assert number in heard
    assert "7月21日 周二 10:00" in heard
    assert number not in bank.say("o-li", "我的预约")
    moved = bank.fill("o-wang", "booking_manage", number=number, action="change", day="后天",
                      time="14")  # fmt: skip
    assert "7月22日 周三 14:00" in moved.lead
    gone = bank.fill("o-wang", "booking_manage", number=number, action="cancel")
    assert gone.title == "已取消预约"
    assert "已取消" in bank.say("o-wang", "我的预约")


def test_booked_by_talking(bank: House) -> None:
    assert "业务" in bank.say("o-wang", "我要预约")
    assert "网点" in bank.say("o-wang", "开户")
    assert "哪一天" in bank.say("o-wang", "国贸支行")
    assert "几点" in bank.say("o-wang", "明天")
    card = bank.ask_text("o-wang", "下午三点")
    assert "15:00" in bank.words(card)
    assert bank.confirm_card("o-wang", card).title == "预约成功"


def test_large_cash_a_workday_ahead(bank: House) -> None:
    soon = bank.ask_text("o-wang", "预约取10万现金")
    assert "网点" in bank.words(soon)
    done = bank.fill("o-wang", "booking_large_cash", amount="100000", branch="国贸支行", day="后天")
    assert "人民币现钞 100,000" in dict(done.facts)["预约内容"]
    for asked, words in (({"amount": "20000"}, "无需预约"), ({"day": "今天"}, "提前一个工作日"),
                         ({"day": "7月25日"}, "不营业")):  # fmt: skip
        values = {"amount": "100000", "branch": "国贸支行", "day": "后天"} | asked
        with pytest.raises(Exception, match=words):
            bank.fill("o-wang", "booking_large_cash", **values)
    for _ in range(3):
        bank.fill("o-li", "booking_large_cash", amount="900000", branch="国贸支行", day="后天")


def test_coins_by_quota_with_a_code(bank: House) -> None:
    now = bank.clock.now()
    coins = Issue("panda", "示范纪念币", "first", 20, 1000, now, now + timedelta(days=3),
                  now + timedelta(days=9))  # fmt: skip
    bank.app.store.run(lambda tx: open_issue(tx, BOOK, coins, {"B1": 30}))
    ask = {"issue": "示范纪念币", "branch": "国贸支行", "pieces": "20"}
    done = bank.fill("o-wang", "booking_new_notes", **ask)
    assert done.title == "预约成功", done
    with pytest.raises(Exception, match="剩余数量不足"):
        bank.fill("o-li", "booking_new_notes", **ask)
    assert bank.fill("o-li", "booking_new_notes", **ask | {"pieces": "10"}).title == "预约成功"


def test_a_form_reaches_the_counter_by_its_code(bank: House) -> None:
    done = bank.fill("o-wang", "form_prefill", kind="account", name="王小明", job="教师")
    code = done.qr.payload.partition(":")[2]
    found = bank.app.store.run(
        lambda tx: take_form(tx, bank.app.sealer, BOOK, code, bank.clock.now())
    )
    assert found.facts == (("姓名", "王小明"), ("职业", "教师"))
    assert "柜台扫码" in bank.say("o-wang", "预填单")


def test_strangers_are_led_to_bind(house: House) -> None:
    for words in ("帮我在国贸支行取个号", "我的预约", "排队进度", "我的优惠券"):
        assert "绑定" in house.say("o-nobody", words)
