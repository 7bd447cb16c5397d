"""Several wishes in one breath: what only reads is granted, the rest is a tap away."""

from __future__ import annotations

import pytest

from tests.house.bank import WANG
from tests.house.made import House
from weiyin.base.reply import Choose, OpenPage, Say


def test_the_first_is_answered_and_the_second_offered(house: House) -> None:
    house.bind("o-wang", WANG)
    said = house.ask_text("o-wang", "查余额然后转五百给老李")
    assert isinstance(said, Say)
    assert "14,874.50" in said.text
    assert said.suggestions == ("转五百给老李",)
    then = house.ask_text("o-wang", said.suggestions[0])
    assert isinstance(then, OpenPage)
    assert "500.00" in then.description


def test_what_moves_money_is_never_the_one_that_is_granted(house: House) -> None:
    house.bind("o-wang", WANG)
    for words in ("转五百给老李然后查余额", "充100话费再看看余额"):
        assert not isinstance(house.ask_text("o-wang", words), OpenPage), words


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("查余额，算了", "没有正在办理"),
        ("不要转账了，查余额", "14,874.50"),
        ("再查一下余额", "14,874.50"),
    ],
)
def test_one_wish_is_one_wish(house: House, words: str, heard: str) -> None:
    house.bind("o-wang", WANG)
    said = house.ask_text("o-wang", words)
    assert isinstance(said, Say | Choose)
    assert heard in house.words(said)
    assert not isinstance(said, Say) or said.suggestions == ()


def test_what_is_said_word_for_word_is_no_follow_up(house: House) -> None:
    """Both are a month and little words; only one leans on what was asked before."""
    house.bind("o-wang", WANG)
    house.bind_credit("o-wang", WANG)
    assert "125.50" in house.say("o-wang", "上个月10号到20号花了多少")
    assert "8,214.55" in house.say("o-wang", "这个月要还多少")
    assert "125.50" in house.say("o-wang", "上个月10号到20号花了多少")
    assert "7月1日" in house.say("o-wang", "那这个月呢")
