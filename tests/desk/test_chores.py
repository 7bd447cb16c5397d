"""As time goes by: agents who are gone, talks that fell silent, the end of the day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.desk.seats import Seat, conversation_of, transcript
from tests.house.made import OA, House
from tests.people.staff.conftest import Crew
from weiyin.desk.case import cases_of
from weiyin.desk.chores import DeskChores
from weiyin.desk.conversation import State
from weiyin.desk.hours import desk_hours
from weiyin.people.staff.roles import Role
from weiyin.people.staff.staff import disable_staff

SABOTAGE = {
    "G08": Sabotage(
        "src/weiyin/desk/leaving.py",
        "    release(tx, sealer, oa, staff_id, now)\n",
        "",
    ),
}
A = "o-wang"


@pytest.fixture
def chores(house: House) -> DeskChores:
    hours = {OA: desk_hours("08:00-22:00", "08:00-22:00")}
    return DeskChores(house.app.store, house.clock, house.app.sealer, hours)


def test_an_unanswered_customer_of_somebody_gone_gets_somebody_else(
    house: House, chores: DeskChores
) -> None:
    Seat(house, "staff-0001").sit()
    house.follow(A)
    house.say(A, "转人工")
    house.ask_text(A, "在吗")
    house.clock.advance(timedelta(minutes=3))
    Seat(house, "staff-0002").sit()
    chores()
    assert conversation_of(house, A).owner == "staff-0002"
    assert "在吗" in [one.words for one in transcript(house, A)]


def test_silence_gives_the_chat_back_and_tells_so(house: House, chores: DeskChores) -> None:
    seat = Seat(house, "staff-0001").sit()
    house.follow(A)
    house.say(A, "转人工")
    seat.tell(A, "还有什么可以帮您？")
    house.clock.advance(timedelta(minutes=16))
    chores()
    over = conversation_of(house, A)
    assert (over.state, over.ended_why) == (State.CLOSED, "idle")
    assert transcript(house, A)[-1].fate == "queued"


def test_at_closing_time_whoever_waits_has_left_a_message(house: House, chores: DeskChores) -> None:
    house.follow(A)
    house.say(A, "转人工")
    house.say(A, "年费怎么减免")
    house.clock.advance(timedelta(hours=12, minutes=1))
    chores()
    chores()
    [case] = house.app.store.read(lambda tx: cases_of(tx, house.app.sealer, OA, A, 5))
    assert "年费怎么减免" in case.words
    assert case.case_no in transcript(house, A)[-1].words


def test_g08_what_somebody_disabled_had_open_goes_to_others(
    house: House, chores: DeskChores
) -> None:
    crew = Crew(house.app.store, house.app.sealer, house.clock)
    fired = crew.hire("fired", Role.AGENT)
    Seat(house, fired.staff_id).sit()
    house.follow(A)
    house.say(A, "转人工")
    Seat(house, "staff-0002").sit()
    now = house.clock.now()
    house.app.store.run(lambda tx: disable_staff(tx, fired, by="staff:admin", now=now))
    chores()
    assert conversation_of(house, A).owner == "staff-0002"
