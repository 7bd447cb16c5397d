from __future__ import annotations

from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.people.conftest import OA, OPENID, People
from weiyin.base.errors import NeedsStepUp
from weiyin.people.arrivals import ARRIVAL_LIFE, access_arrival, expect_arrival
from weiyin.people.sessions import (
    IDLE,
    LIFE,
    Session,
    SessionOver,
    close_session,
    open_session,
    renew_session,
)
from weiyin.storage.sql import sql

SABOTAGE = {
    "W03": Sabotage(
        "src/weiyin/people/sessions.py",
        'if tx.run(_END, key=session.key, now_us=to_us(now), why="renewed") != 1:',
        'if session.key == "":',
    ),
}
_SECOND = timedelta(seconds=1)


def test_w03_idle_ten_minutes(people: People) -> None:
    token, _ = people.sign_in()
    people.clock.advance(IDLE - _SECOND)
    people.session(token)
    people.clock.advance(IDLE)
    with pytest.raises(SessionOver):
        people.session(token)


def test_w03_thirty_minutes_in_all(people: People) -> None:
    token, _ = people.sign_in()
    for _ in range(5):
        people.clock.advance(LIFE / 6)
        people.session(token)
    people.clock.advance(LIFE / 6)
    with pytest.raises(SessionOver):
        people.session(token)


def test_w03_step_up_gives_a_new_id_and_the_old_is_dead(people: People) -> None:
    token, session = people.sign_in()
    people.clock.advance(timedelta(minutes=5))
    renewed = people.run(lambda tx: renew_session(tx, session, people.now))
    assert renewed != token
    with pytest.raises(SessionOver):
        people.session(token)
    after = people.session(renewed)
    assert (after.openid, after.opened_at) == (session.openid, session.opened_at)
    assert after.stepped_up_at == people.now
    with pytest.raises(SessionOver):
        people.run(lambda tx: renew_session(tx, session, people.now))


def test_w03_a_step_up_does_not_lengthen_life(people: People) -> None:
    _, session = people.sign_in()
    people.clock.advance(timedelta(minutes=9))
    renewed = people.run(lambda tx: renew_session(tx, session, people.now))
    for _ in range(2):
        people.clock.advance(timedelta(minutes=9))
        people.session(renewed)
    people.clock.advance(timedelta(minutes=3))
    with pytest.raises(SessionOver):
        people.session(renewed)


def test_w03_a_copied_cookie_is_dead_after_sign_out(people: People) -> None:
    token, session = people.sign_in()
    people.run(lambda tx: close_session(tx, session, people.now))
    people.run(lambda tx: close_session(tx, session, people.now))
    with pytest.raises(SessionOver):
        people.session(token)


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "\ud800", "' OR 1=1 --"])
def test_w03_a_token_of_ones_own_choosing_opens_nothing(people: People, token: str) -> None:
    people.sign_in()
    with pytest.raises(SessionOver):
        people.session(token)


def test_the_token_is_not_stored(people: People) -> None:
    token, session = people.sign_in()
    rows = people.store.read(lambda tx: tx.all(sql("SELECT * FROM sessions")))
    assert token not in repr(rows)
    assert session.key in repr(rows)
    assert len(token) == 32


def test_a_stand_in_identity_is_remembered_as_one(people: People) -> None:
    token = people.run(lambda tx: open_session(tx, OA, OPENID, people.now, snapshot=True))
    assert people.session(token).snapshot
    session: Session = people.session(token)
    assert people.session(people.run(lambda tx: renew_session(tx, session, people.now))).snapshot


def _expect(people: People, browser: str) -> str:
    def work(tx: object) -> str:
        return expect_arrival(
            tx,  # type: ignore[arg-type]
            browser_token=browser,
            oa=OA,
            goal="/p/f/x",
            now=people.now,
        )

    return people.run(work)


def test_an_arrival_is_used_once_by_the_browser_that_left(people: People) -> None:
    state = _expect(people, "mine")

    def arrive(browser: str, given: str = state) -> object:
        return people.run(
            lambda tx: access_arrival(tx, browser_token=browser, state=given, now=people.now)
        )

    for browser, given in (("other", state), ("", state), ("mine", "nothing"), ("mine", "")):
        with pytest.raises(NeedsStepUp):
            arrive(browser, given)
    arrival = arrive("mine")
    assert arrival.goal == "/p/f/x"  # type: ignore[attr-defined]
    with pytest.raises(NeedsStepUp):
        arrive("mine")


def test_an_arrival_waits_ten_minutes(people: People) -> None:
    state = _expect(people, "mine")
    people.clock.advance(ARRIVAL_LIFE)
    with pytest.raises(NeedsStepUp):
        people.run(lambda tx: access_arrival(tx, browser_token="mine", state=state, now=people.now))
