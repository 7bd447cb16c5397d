"""A voice, the whole road: fetched, heard, answered as if typed, and what was heard told back."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.house.bank import WANG
from tests.house.made import House, open_house
from weiyin.app import Plugs
from weiyin.base.ask import AskKind
from weiyin.base.clock import ManualClock
from weiyin.base.errors import NotAllowed
from weiyin.base.reply import OpenPage

AMR = b"#!AMR\n" + bytes(64)


class Ears:
    """Hears what the test says was said; the clip is the one that was fetched."""

    def __init__(self) -> None:
        self.said = ""

    def hear(self, audio: bytes, mime: str) -> str:
        assert (audio, mime) == (AMR, "audio/amr")
        if not self.said:
            raise NotAllowed("speech", "没有听清，请再说一遍，或者打字告诉我。")
        return self.said


def _wire(request: httpx.Request) -> httpx.Response:
    if request.url.path.endswith("/media/get"):
        assert request.url.params["media_id"] == "media-1"
        return httpx.Response(200, content=AMR, headers={"content-type": "audio/amr"})
    return httpx.Response(200, json={"access_token": "token-1", "expires_in": 7200})


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def voiced(sqlite_url: str, clock: ManualClock, ears: Ears) -> Iterator[House]:
    plugs = Plugs(clock=clock, speech=ears, wire=httpx.MockTransport(_wire))
    made = open_house(sqlite_url, clock, plugs)
    made.stock()
    made.bind("o-wang", WANG)
    yield made
    made.app.close()


def speak(house: House, ears: Ears, words: str, key: str = "v1"):
    ears.said = words
    return house.ask("o-wang", AskKind.VOICE, media_id="media-1", key=key)


def test_a_balance_asked_by_voice(voiced: House, ears: Ears) -> None:
    heard = voiced.words(speak(voiced, ears, "我卡上还剩多少"))
    assert heard.startswith("听到：我卡上还剩多少\n")
    assert "14,874.50" in heard


def test_a_retry_meets_the_same_answer_without_hearing_again(voiced: House, ears: Ears) -> None:
    first = speak(voiced, ears, "我卡上还剩多少")
    assert speak(voiced, ears, "转账") == first


def test_recognition_of_the_platform_is_used_when_it_is_there(voiced: House, ears: Ears) -> None:
    del ears
    told = voiced.words(voiced.ask("o-wang", AskKind.VOICE, "我卡上还剩多少", media_id="media-9"))
    assert told.startswith("听到：我卡上还剩多少\n")
    assert "14,874.50" in told


def test_amount_and_payee_that_were_heard_are_read_back_before_they_count(
    voiced: House, ears: Ears
) -> None:
    card = speak(voiced, ears, "转500给李雷")
    assert isinstance(card, OpenPage)
    assert card.description.startswith("听到：转500给李雷\n")
    assert "500.00" in card.description
    assert "14,874.50" in voiced.say("o-wang", "我卡上还剩多少")


def test_a_secret_that_was_spoken_is_not_told_back(voiced: House, ears: Ears) -> None:
    told = voiced.words(speak(voiced, ears, "我的卡号是六二二二零二一二三四五六七八九零"))
    assert "听到" not in told
    assert "六二二二" not in told
    assert "卡号" in told


def test_nothing_heard_is_said_so(voiced: House, ears: Ears) -> None:
    assert voiced.words(speak(voiced, ears, "")).startswith("没有听清")


def test_words_that_were_heard_make_no_link(voiced: House, ears: Ears) -> None:
    told = voiced.words(speak(voiced, ears, "<a href='https://evil.example'>我卡上还剩多少</a>"))
    assert "<a" not in told


def test_without_a_recogniser_it_says_so(house: House) -> None:
    told = house.ask("o-wang", AskKind.VOICE, media_id="", key="v2")
    assert "打字" in house.words(told) or "稍后" in house.words(told)
