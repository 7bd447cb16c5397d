"""A whole hand-over by words: out to a person and back, one owner at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.desk.seats import Seat, conversation_of, transcript
from tests.house.made import House
from weiyin.base.ask import AskKind
from weiyin.base.errors import NotAllowed
from weiyin.base.reply import HandOver, Silence
from weiyin.desk.message import Side

A = "o-wang"


def test_out_to_a_person_and_back(house: House) -> None:
    seat = Seat(house, "staff-0007").sit()
    house.follow(A)
    house.say(A, "附近网点")
    assert isinstance(house.ask_text(A, "转人工"), HandOver)
    assert isinstance(house.ask_text(A, "我的卡被吞了"), Silence)
    seat.tell(A, "您好，请问是哪台机器？")
    assert isinstance(house.ask_text(A, "国贸的"), Silence)
    said = [(one.side, one.words) for one in transcript(house, A)]
    assert (Side.CUSTOMER, "附近网点") in said  # what was said with 小微 before
    assert [words for side, words in said if side is Side.CUSTOMER][-2:] == [
        "我的卡被吞了",
        "国贸的",
    ]
    assert "小微" in house.say(A, "返回小微")
    with pytest.raises(NotAllowed):
        seat.tell(A, "还在吗")
    assert "感谢" in house.say(A, "5")
    assert conversation_of(house, A).score == 5
    assert "请先绑定" in house.say(A, "余额")


def test_nobody_free_is_a_line_and_the_first_to_take_it_owns_it(house: House) -> None:
    one, two = Seat(house, "staff-0001"), Seat(house, "staff-0002")
    for openid in (A, "o-li"):
        house.follow(openid)
        house.clock.advance(timedelta(seconds=1))
        reply = house.say(openid, "转人工")
    assert "前面还有 1 位" in reply
    assert "前面还有 1 位" in house.say("o-li", "还要多久")
    one.take(A)
    with pytest.raises(NotAllowed):
        two.take(A)
    with pytest.raises(NotAllowed):
        two.tell(A, "我来")
    one.tell(A, "您好")
    one.close(A)
    assert "取消排队" in house.say("o-li", "返回小微")


def test_after_hours_a_message_can_be_left(house: House) -> None:
    house.clock.advance(timedelta(hours=13))  # eleven at night
    house.follow(A)
    assert "服务时间" in house.say(A, "转人工")
    assert "服务时间" not in house.say(A, "附近网点")


def test_the_menu_answers_and_the_desk_sees_it(house: House) -> None:
    Seat(house, "staff-0007").sit()
    house.follow(A)
    house.say(A, "转人工")
    assert "年" in house.words(house.ask(A, AskKind.TAP, "deposit_rate_query"))
    assert any("存款利率" in one.words for one in transcript(house, A) if one.side is Side.NOTE)


def test_a_repeated_push_is_kept_once(house: House) -> None:
    Seat(house, "staff-0007").sit()
    house.follow(A)
    house.say(A, "转人工")
    for _ in range(2):
        house.ask(A, AskKind.TEXT, "在吗", key="same")
    assert [one.words for one in transcript(house, A)].count("在吗") == 1


def test_five_answers_and_no_more_until_the_customer_speaks(house: House) -> None:
    house.follow(A)
    house.clock.advance(timedelta(minutes=2))  # the moment of the follow is over
    seat = Seat(house, "staff-0007").sit()
    house.say(A, "转人工")
    for number in range(5):
        seat.tell(A, f"第{number}条", key=f"n{number}")
    assert seat.tell(A, "第4条", key="n4") == conversation_of(house, A).said
    with pytest.raises(NotAllowed, match="window"):
        seat.tell(A, "第6条", key="n6")
