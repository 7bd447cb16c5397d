"""What bounds everybody together, when each one alone stays within their own bounds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.people.conftest import People
from weiyin.base.errors import NotAllowed
from weiyin.people import challenges
from weiyin.people.guesses import EVERYBODY, Guess, begin_guess, strike_guess
from weiyin.storage.store import Tx

SABOTAGE = {
    "A02": Sabotage(
        "src/weiyin/people/guesses.py",
        "    if everybody is None or everybody[0] >= most:\n",
        "    if everybody is None:\n",
    ),
    "A07": Sabotage(
        "src/weiyin/people/challenges.py",
        "    if everybody is None or everybody[0] >= most:\n",
        "    if everybody is None:\n",
    ),
}
CARDS = 100_000


def test_a02_one_guess_at_each_of_many_cards_is_stopped(people: People) -> None:
    def begin(tx: Tx, number: int) -> str:
        openid = f"o-{number}"
        return begin_guess(tx, oa="main", openid=openid, kind=Guess.IDENTITY, now=people.now)

    def guess(number: int) -> str:
        return people.run(lambda tx: begin(tx, number))

    let_through = EVERYBODY[1] - 10
    people.run(lambda tx: [begin(tx, number) for number in range(let_through)])
    with pytest.raises(NotAllowed, match="guesses_of_all"):
        for number in range(let_through, CARDS):
            last = guess(number)
            let_through += 1
    assert let_through == EVERYBODY[1]
    assert let_through < 2_000
    people.run(lambda tx: strike_guess(tx, last))  # one who was right gives their place back
    guess(CARDS)
    with pytest.raises(NotAllowed):
        guess(CARDS + 1)
    people.clock.advance(timedelta(hours=1, seconds=1))
    guess(CARDS + 2)


def _send(people: People, openid: str, phone: str) -> bool:
    _, session = people.sign_in(openid)
    try:
        people.run(
            lambda tx: challenges.issue(
                tx,
                sealer=people.sealer,
                session=session,
                purpose="test",
                digest=b"d" * 32,
                phone=phone,
                words="测试",
                now=people.now,
            )
        )
    except NotAllowed as refused:
        assert refused.rule in {"code_quota", "code_flood"}
        return False
    return True


def test_a07_a_phone_cannot_be_bombed(people: People) -> None:
    at_once = [_send(people, f"o-{number}", "13800001234") for number in range(20)]
    assert sum(at_once) == 1
    sent = 0
    for number in range(24 * 3):
        people.clock.advance(timedelta(minutes=20))
        sent += _send(people, f"o-day-{number}", "13800001234")
    assert sent <= 10


def test_a07_a_person_cannot_bomb_many_phones(people: People) -> None:
    sent = 0
    for number in range(24 * 3):
        people.clock.advance(timedelta(minutes=20))
        sent += _send(people, "o-bomber", f"138{number:08d}")
    assert sent == 10


def test_a07_a_flood_from_everywhere_is_braked(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, most = challenges.EVERYBODY
    assert most <= 3_000
    monkeypatch.setattr(challenges, "EVERYBODY", (window, 30))
    sent = [_send(people, f"o-{number}", f"139{number:08d}") for number in range(60)]
    assert sum(sent) == 30
    people.clock.advance(window + timedelta(seconds=1))
    assert _send(people, "o-later", "13700000000")
