from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from tests.checks import Sabotage
from tests.people.conftest import OA, OPENID, People, make_card
from weiyin.base.errors import NotBound, NotFound
from weiyin.people import followers
from weiyin.people.sessions import SessionOver
from weiyin.people.who import access_card

SABOTAGE = {
    "C13": Sabotage(
        "src/weiyin/people/followers.py",
        "WHERE excluded.state_us > followers.state_us",
        "WHERE 1 = 1",
    ),
}


def test_c13_order_of_happening_not_of_arrival(people: People) -> None:
    """Five events in each of their 120 orders end in the same state."""
    start = people.now
    events = [(start + timedelta(seconds=i), i % 2 == 0) for i in range(5)]
    for number, order in enumerate(permutations(events)):
        openid = f"o{number}"
        for at, follows in order:
            (people.follow if follows else people.unfollow)(openid, at)
        assert people.store.read(lambda tx, o=openid: followers.is_following(tx, OA, o)), order


def test_c13_twice_the_same_event(people: People) -> None:
    at = people.now
    assert people.run(lambda tx: followers.follow(tx, OA, OPENID, at, "qr1"))
    assert not people.run(lambda tx: followers.follow(tx, OA, OPENID, at, "qr1"))
    assert people.run(lambda tx: followers.unfollow(tx, OA, OPENID, at))
    assert not people.store.read(lambda tx: followers.is_following(tx, OA, OPENID))


def test_c13_a_late_unfollow_revokes_only_what_was_older(people: People) -> None:
    people.bound(OPENID, make_card(1))
    left = people.now + timedelta(minutes=1)
    people.clock.advance(timedelta(minutes=2))
    people.follow()
    assert people.who().customer_no is not None  # the unfollow is still on its way
    people.bind(make_card(2))
    people.unfollow(at=left)
    assert [binding.tail for binding in people.who().bindings] == ["0002"]


def test_unfollowing_revokes_at_once(people: People) -> None:
    people.bound()
    token, _ = people.sign_in()
    people.clock.advance(timedelta(seconds=5))
    people.unfollow()
    with pytest.raises(SessionOver):
        people.session(token)
    assert people.who().bindings == ()
    people.clock.advance(timedelta(seconds=5))
    people.follow()
    who = people.who()
    assert who.customer_no is None
    with pytest.raises(NotBound):
        access_card(who, make_card().kind)


def test_unfollowing_revokes_whatever_our_clock_says(people: People) -> None:
    """The channel's clock may lag behind ours: the newest unfollow ends what was bound after it."""
    people.follow(at=people.now - timedelta(minutes=5))
    people.consent()
    people.bind(make_card())
    people.unfollow(at=people.now - timedelta(seconds=3))
    people.follow()
    assert people.who().bindings == ()


def test_writing_to_us_proves_following(people: People) -> None:
    assert people.run(lambda tx: followers.seen(tx, OA, OPENID, people.now))
    assert not people.run(lambda tx: followers.seen(tx, OA, OPENID, people.now))
    later = people.now + timedelta(minutes=1)
    people.unfollow(at=later)
    assert not people.run(lambda tx: followers.seen(tx, OA, OPENID, people.now))


def test_accounts_do_not_mix(people: People) -> None:
    people.bound()
    people.follow(oa="other")
    assert people.who(oa="other").bindings == ()
    with pytest.raises(NotFound):
        access_card(people.who(), make_card().kind, "9999")
