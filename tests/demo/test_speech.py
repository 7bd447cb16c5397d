from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from weiyin.base.errors import NotAllowed
from weiyin.demo.speech import SPOKEN, DemoSpeech, SpokenWire


def download(headers: dict[str, str]) -> httpx.Response:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers=headers, content=b"#!AMR\n")

    with httpx.Client(transport=SpokenWire(httpx.MockTransport(answer))) as client:
        return client.get("http://127.0.0.1/cgi-bin/media/get")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("我卡上还剩多少", "我卡上还剩多少"),
        ("转500; 给“老李”", "转500; 给“老李”"),
        ("你\u202e好", "你好"),
    ],
)
def test_hears_what_the_phone_sends_along(said: str, heard: str) -> None:
    answer = download({"content-type": "audio/amr", SPOKEN: quote(said)})
    assert answer.headers["content-type"].startswith("audio/amr;")
    assert DemoSpeech().hear(answer.content, answer.headers["content-type"]) == heard


def test_a_sound_without_words_is_not_guessed() -> None:
    answer = download({"content-type": "audio/amr"})
    with pytest.raises(NotAllowed):
        DemoSpeech().hear(answer.content, answer.headers["content-type"])
