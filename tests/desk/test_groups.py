"""Groups, teams and colleagues: who takes a talk over, at what hours, how long it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.desk.seats import Seat, conversation_of, transcript
from tests.house.bank import WANG
from tests.house.made import OA, House
from tests.people.staff.conftest import Crew
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.desk import agent, forgetting, lists, routing
from weiyin.desk.case import cases_of
from weiyin.desk.chores import DeskChores
from weiyin.desk.conversation import State
from weiyin.desk.handover import Wanted, hand_over
from weiyin.desk.hours import WrittenHours, desk_hours, drop_hours, put_hours
from weiyin.desk.message import Side
from weiyin.people.staff.roles import Role
from weiyin.people.staff.staff import access_staff, set_team
from weiyin.people.staff.teams import add_team
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

A = "o-wang"


def _handed(house: House, openid: str = A) -> str:
    house.follow(openid)
    house.say(openid, "转人工")
    return conversation_of(house, openid).conversation_id


def test_a_colleague_takes_over_at_once(house: House) -> None:
    Seat(house, "staff-0001").sit()
    one = _handed(house)
    Seat(house, "staff-0002").sit(room=1)
    sealer, now = house.app.sealer, house.clock.now()

    def pass_to(tx: Tx) -> None:
        to = agent.find(tx, OA, "staff-0002")
        routing.pass_to(tx, sealer, one, "staff-0001", "请接手", now, to=to)

    house.app.store.run(pass_to)
    found = conversation_of(house, A)
    assert (found.state, found.owner) == (State.OPEN, "staff-0002")
    assert [m.side for m in transcript(house, A)][-2:] == [Side.NOTE, Side.MARK]
    assert transcript(house, A)[-1].fate == "queued"  # the customer hears of it
    with pytest.raises(NotAllowed, match="seat"):  # full
        house.app.store.run(pass_to)


def test_a_team_gets_what_was_passed_to_it(house: House) -> None:
    crew, store, now = (
        Crew(house.app.store, house.app.sealer, house.clock), house.app.store, house.clock.now(),
    )  # fmt: skip
    insider, outsider = crew.hire("insider", Role.AGENT), crew.hire("outsider", Role.AGENT)
    team_id = store.run(lambda tx: add_team(tx, "贵宾组", now))
    store.run(lambda tx: set_team(tx, insider, team_id, by="staff:admin", now=now))
    Seat(house, outsider.staff_id).sit()
    one = _handed(house)
    Seat(house, insider.staff_id).sit(room=1)
    store.run(
        lambda tx: routing.pass_on(
            tx, house.app.sealer, one, outsider.staff_id, "", now, team_id=team_id
        )
    )
    store.run(lambda tx: routing.assign(tx, house.app.sealer, OA, now))
    assert conversation_of(house, A).owner == insider.staff_id
    assert store.read(lambda tx: access_staff(tx, insider.staff_id)).team_id == team_id
    [shown] = store.read(lambda tx: lists.team(tx, OA, team_id))
    assert shown.conversation_id == one
    assert store.read(lambda tx: lists.team(tx, OA, "another")) == ()


def test_each_group_has_its_own_hours(house: House) -> None:
    store, now = house.app.store, house.clock.now()  # ten in the morning
    shut, usual = WrittenHours("general", "14:00-18:00", ""), WrittenHours("", "08:00-20:00", "")
    for hours in (shut, usual):
        store.run(lambda tx, hours=hours: put_hours(tx, OA, hours, now))  # type: ignore[misc]
    house.follow(A)
    assert "14:00-18:00" in house.say(A, "转人工")
    assert "14:00-18:00" in house.say(A, "人工服务时间")
    assert store.run(lambda tx: drop_hours(tx, OA, "general"))
    assert "排在第一位" in house.say(A, "转人工")
    with pytest.raises(BadInput):
        store.run(lambda tx: put_hours(tx, OA, WrittenHours("", "8点到6点", ""), now))


def test_nobody_on_the_seats_is_said(house: House) -> None:
    house.follow(A)
    assert "不在座位上" in house.say(A, "转人工")
    Seat(house, "staff-0001").sit(room=1)
    house.follow("o-li")
    assert "尽快" in house.say("o-li", "转人工")  # the seat is taken by who came first
    assert conversation_of(house, A).state is State.OPEN


def test_a_group_that_went_home_leaves_its_queue_to_the_general_one(house: House) -> None:
    store, now, sealer = house.app.store, house.clock.now(), house.app.sealer
    store.run(lambda tx: put_hours(tx, OA, WrittenHours("wealth", "", ""), now))
    house.follow(A)
    store.run(lambda tx: hand_over(tx, sealer, Wanted(OA, A, "asked", "wealth"), now))
    chores = DeskChores(store, house.clock, sealer, {OA: desk_hours("08:00-22:00", "08:00-22:00")})
    chores()
    assert conversation_of(house, A).state is State.WAITING
    store.run(lambda tx: put_hours(tx, OA, WrittenHours("", "", ""), now))
    chores()
    assert conversation_of(house, A).ended_why == "shut"


def test_what_was_ordered_just_before_goes_with_the_talk(house: House) -> None:
    house.bind(A, WANG)
    Seat(house, "staff-0001").sit()
    house.say(A, "转人工")
    [subject] = [m for m in transcript(house, A) if m.side is Side.SUBJECT]
    assert "已完成" in subject.words
    assert WANG.debit not in subject.words
    assert WANG.id_number not in subject.words


def test_talks_are_forgotten_after_their_time(house: House) -> None:
    seat = Seat(house, "staff-0001").sit()
    _handed(house)
    seat.close(A)
    house.clock.advance(timedelta(days=31))
    kept = timedelta(days=30)
    assert house.app.store.run(lambda tx: forgetting.purge(tx, house.clock.now(), kept=kept))
    assert house.app.store.read(lambda tx: tx.all(sql("SELECT key FROM desk_messages"))) == []
    assert house.app.store.run(lambda tx: forgetting.purge(tx, house.clock.now(), kept=kept)) == 0


def test_who_asks_to_be_erased_is_erased_at_the_desk(house: House) -> None:
    Seat(house, "staff-0001").sit()
    _handed(house)
    house.ask_text(A, "我的卡被吞了")
    house.fill(A, "complaint", words="柜台等了两个小时没人理", topic="service")
    assert house.fill(A, "consent_center", deed="erase").status == "ok"
    left = house.app.store.read(lambda tx: tx.all(sql("SELECT openid FROM desk_conversations")))
    assert left == [("",)]
    assert house.app.store.read(lambda tx: tx.all(sql("SELECT key FROM desk_messages"))) == []
    [case] = house.app.store.read(lambda tx: cases_of(tx, house.app.sealer, OA, A, 5))
    assert case.state == "open"  # a complaint is answered all the same
