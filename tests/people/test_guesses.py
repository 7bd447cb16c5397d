from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.people.conftest import OA, OPENID, People
from weiyin.base.errors import NotAllowed
from weiyin.people.guesses import QUOTAS, Guess, begin_guess, strike_guess
from weiyin.people.purge import purge
from weiyin.storage.sql import sql

SABOTAGE = {
    "A09": Sabotage(
        "src/weiyin/people/guesses.py", "or wrong[0] >= most:", "or wrong[0] >= most * most:"
    )
}


def begin(people: People, openid: str = OPENID, kind: Guess = Guess.IDENTITY, oa: str = OA) -> str:
    return people.run(lambda tx: begin_guess(tx, oa=oa, openid=openid, kind=kind, now=people.now))


def is_spent(people: People, **whose: str) -> bool:
    try:
        guess_id = begin(people, **whose)  # type: ignore[arg-type]
    except NotAllowed as refusal:
        assert refusal.rule == "guesses"
        return True
    people.run(lambda tx: strike_guess(tx, guess_id))
    return False


@pytest.mark.parametrize("kind", Guess)
def test_a09_so_many_an_hour_so_many_a_day(people: People, kind: Guess) -> None:
    (_, hourly), (_, daily) = QUOTAS[kind]
    made = 0
    for _ in range(daily // hourly):
        for _ in range(hourly):
            begin(people, kind=kind)
            made += 1
        assert is_spent(people, kind=kind)
        people.clock.advance(timedelta(hours=1, seconds=1))
    assert made == daily
    assert is_spent(people, kind=kind)
    people.clock.advance(timedelta(days=1))
    assert not is_spent(people, kind=kind)


def test_a09_what_was_right_does_not_count(people: People) -> None:
    for _ in range(50):
        assert not is_spent(people)


def test_a09_each_person_and_kind_is_counted_alone(people: People) -> None:
    for _ in range(5):
        begin(people)
    assert is_spent(people)
    assert not is_spent(people, openid="o-han")
    assert not is_spent(people, oa="other")
    assert not is_spent(people, kind=Guess.CARD)


def test_a09_exactly_five_are_let_through_when_fifty_come_at_once(people: People) -> None:
    with ThreadPoolExecutor(16) as pool:
        let_in = list(pool.map(lambda _: not _refused(people), range(50)))
    assert sum(let_in) == 5


def _refused(people: People) -> bool:
    try:
        begin(people)
    except NotAllowed:
        return True
    return False


def test_old_guesses_are_forgotten(people: People) -> None:
    begin(people)
    people.clock.advance(timedelta(days=3))
    people.run(lambda tx: purge(tx, people.now))
    assert people.store.read(lambda tx: tx.all(sql("SELECT guess_id FROM guesses"))) == []
