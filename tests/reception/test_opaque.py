"""Z04: what stands in an address cannot be guessed, is one customer's, and lives shortly."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.base.errors import NotFound
from weiyin.base.reply import OpenPage
from weiyin.people.drafts import DRAFT_LIFE, RESULT_LIFE

SABOTAGE = {
    "Z04": Sabotage(
        "src/weiyin/people/drafts.py",
        "handle=opaque_token(rng),",
        "handle=row_id(at, rng) + 'x' * 6,",
    ),
}
_TOKEN = re.compile(r"[0-9a-hjkmnp-tv-z]{32}")
DRAFTS = 60


def _handle(house: House, openid: str) -> str:
    card = house.ask_text(openid, "转500给老李")
    assert isinstance(card, OpenPage)
    return card.path.rpartition("/")[2]


def test_z04_a_handle_says_nothing_and_repeats_nothing(house: House) -> None:
    house.bind("o-wang", WANG)
    handles = [_handle(house, "o-wang") for _ in range(DRAFTS)]  # all in one moment
    assert all(_TOKEN.fullmatch(handle) for handle in handles)
    assert len(set(handles)) == DRAFTS
    for place in range(32):
        # 32 characters, equally likely: the commonest of 60 draws is above 14 once in 10⁷ places.
        assert Counter(handle[place] for handle in handles).most_common(1)[0][1] <= 14, place


def test_z04_a_handle_is_one_customers_and_lives_shortly(house: House) -> None:
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    handle = _handle(house, "o-wang")
    counter = house.app.counter
    for stranger in (house.session("o-li"), house.session("o-nobody")):
        with pytest.raises(NotFound):
            counter.draft(stranger, handle)
    assert counter.draft(house.session("o-wang"), handle).state == "open"
    house.clock.advance(DRAFT_LIFE)
    assert counter.draft(house.session("o-wang"), handle).state == "expired"
    assert timedelta(minutes=15) >= DRAFT_LIFE
    assert timedelta(hours=24) >= RESULT_LIFE
