from __future__ import annotations

from urllib.parse import quote

import pytest

from weiyin.base.ask import Ask, AskKind
from weiyin.demo.speech import SPOKEN, DemoSpeech


@pytest.mark.parametrize(
    ("media_id", "headers", "words"),
    [
        ("m1", {SPOKEN: quote("我卡上还剩多少")}, "我卡上还剩多少"),
        ("m1", {}, ""),
        ("", {SPOKEN: "x"}, ""),
        ("m1", {SPOKEN: quote("你\u202e好\x00")}, "你好"),
    ],
)
def test_hears_what_the_phone_sends_along(clock, media_id, headers, words) -> None:
    asked = []

    def download(oa: str, media: str) -> tuple[bytes, dict[str, str]]:
        asked.append((oa, media))
        return b"#!AMR", headers

    ask = Ask("main", "o1", "k1", AskKind.VOICE, clock.now(), media_id=media_id)
    assert DemoSpeech(download)(ask) == words
    assert asked == ([("main", "m1")] if media_id else [])
