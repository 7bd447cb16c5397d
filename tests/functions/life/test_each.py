"""Every life service by its transcript, through the pages and the chat."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.functions.bills.kit import work
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.base.errors import BadInput
from weiyin.base.reply import OpenPage
from weiyin.base.views import ResultView

SIMPLE = [
    ("traffic_fine_pay", "违章罚款怎么交", {"number": "110000000000012"}, "交通罚款"),
    ("parking_pay", "交停车费", {"number": "京A12345"}, "停车费"),
    (
        "etc_apply",
        "办etc",
        {"plate": "京A12345", "vehicle": "car", "owner": "王小明", "vin": "lsvaa4182e2000012"},
        "ETC设备款",
    ),
    ("hospital_report", "门诊缴费", {"number": "100000000012"}, "诊疗费"),
    ("fuel_card_topup", "油卡充值", {"number": "9000000000000012", "amount": "200"}, "加油卡充值"),
    (
        "transit_card_topup",
        "校园卡充值",
        {"biller": "transit-campus", "number": "2026000012", "amount": "50"},
        "公交卡校园卡充值",
    ),
    ("game_card", "充会员", {"item": "vip-month", "account": "wang@example"}, "示例视频会员月卡"),
    ("lottery_charity", "公益捐款", {"project": "school", "amount": "20"}, "乡村图书室"),
]


def test_said_found_and_paid(house: House) -> None:
    house.bind("o-wang", WANG)
    for function, said, values, item in SIMPLE:
        form = house.ask_text("o-wang", said)
        assert isinstance(form, OpenPage), (function, form)
        assert form.path.endswith(f"/p/f/{function}"), function
        done = house.fill("o-wang", function, **values)
        assert (done.status, dict(done.facts)["项目"]) == ("pending", item), function
    assert work(house) == ["done"] * len(SIMPLE)
    card = house.ask_text("o-wang", "充100加油卡")
    assert "100.00 元" in house.words(card)


def test_a_seat_bought_fetched_and_given_back(house: House) -> None:
    house.bind("o-wang", WANG)
    form = house.ask_text("o-wang", "买电影票")
    assert isinstance(form, OpenPage)
    show = _walked(
        house,
        "movie_ticket",
        city="北京",
        cinema="示例花园影城",
        film="远山的灯",
        show="7/21 19:30",
    )
    seat = _free_seat(house, show)
    offers = house.app.counter.offers(house.session("o-wang"), "movie_ticket", {"show": show})
    drawn = offers[-1].seats
    assert drawn is not None
    assert (len(drawn.rows), len(drawn.rows[0])) == (8, 10)
    assert seat in {one.value for row in drawn.rows for one in row if one.is_free}
    with pytest.raises(BadInput, match="99排1座已售出"):
        _start(house, "movie_ticket", show=show, seats="99排1座")
    done = house.fill("o-wang", "movie_ticket", show=show, seats=seat)
    assert done.status == "pending"
    work(house)
    with pytest.raises(BadInput, match="已售出"):
        _start(house, "movie_ticket", show=show, seats=seat)
    heard = house.say("o-wang", "缴费记录")
    assert "购票成功" in heard
    assert re.search(r"凭证码：\d{8}", heard)
    reference = dict(done.facts)["交易流水"]
    assert "退款" in house.fill("o-wang", "movie_ticket", back=reference).title
    assert work(house) == ["returned"]
    assert "14,874.50" in house.say("o-wang", "查余额")


def test_too_late_to_give_back(house: House) -> None:
    house.bind("o-wang", WANG)
    slot = _walked(
        house, "hospital_register", city="北京", department="内科", doctor="王医生", slot="09:00"
    )
    done = house.fill("o-wang", "hospital_register", slot=slot, patient="王小明")
    assert "王小明" not in str(done)
    work(house)
    house.clock.advance(timedelta(hours=20))
    late = house.fill("o-wang", "hospital_register", back=dict(done.facts)["交易流水"])
    assert (late.status, "不能再退" in late.lead) == ("refused", True)


def test_fines_are_looked_up_by_plate(house: House) -> None:
    house.bind("o-wang", WANG)
    form = house.ask_text("o-wang", "查违章")
    assert isinstance(form, OpenPage)
    found = _start(house, "traffic_fine_query", plate="京A12345", engine="A1B2")
    assert isinstance(found, ResultView)
    assert "2 条未处理违章" in found.lead
    with pytest.raises(BadInput, match="车牌号不正确"):
        _start(house, "traffic_fine_query", plate="12345", engine="A1B2")


def test_a_train_is_found_and_ordered(house: House) -> None:
    house.bind("o-wang", WANG)
    trip = {"start": "北京", "goal": "上海", "day": "2026-07-22"}
    with pytest.raises(BadInput, match="请选择车次或航班"):
        _start(house, "train_flight", **trip)
    chosen = _walked(house, "train_flight", **trip, trip="G101 · 7/22 07:00出发 553.00元")
    assert chosen == "G101"
    with pytest.raises(BadInput, match="没有这趟"):
        _start(house, "train_flight", **trip, trip="G999")
    passenger = {"trip": chosen, "passenger": "王小明", "id_number": WANG.id_number}
    done = house.fill("o-wang", "train_flight", **trip, **passenger)
    assert done.status == "pending"
    assert work(house) == ["done"]
    assert "哪个城市" in house.say("o-wang", "买火车票")


def test_two_cities_are_two_cities_in_chat(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "哪个城市出发" in house.say("o-wang", "买火车票")
    assert "到哪个城市" in house.say("o-wang", "北京")
    assert "哪天出发" in house.say("o-wang", "上海")
    assert "请选择车次或航班" in house.say("o-wang", "明天")


def test_anyone_browses_the_mall(house: House) -> None:
    house.follow("o-nobody")
    assert "高山绿茶" in house.say("o-nobody", "商城有什么优惠")


def _walked(house: House, function: str, **steps: str) -> str:
    """Choose on the form, one thing after the other, what its label begins with; the last value.

    What cannot be chosen yet is not asked yet.
    """
    session, filled, names = house.session("o-wang"), dict[str, str](), list(steps)
    for number, (name, label) in enumerate(steps.items()):
        offers = {one.name: one for one in house.app.counter.offers(session, function, filled)}
        if name not in offers:
            filled[name] = label
            continue
        assert all(offers[later].waits for later in names[number + 1 :])
        [filled[name]] = [one.value for one in offers[name].options if label in one.label]
    return filled[names[-1]]


def _start(house: House, function: str, **values: str) -> object:
    return house.app.counter.start(house.session("o-wang"), function, values)


def _free_seat(house: House, show: str) -> str:
    for seat in (f"{row}排{n}座" for row in range(1, 9) for n in range(1, 11)):
        try:
            _start(house, "movie_ticket", show=show, seats=seat)
        except BadInput:
            continue
        return seat
    raise AssertionError("sold out")
