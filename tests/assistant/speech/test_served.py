"""A recogniser inside the bank's network: what it hears is words, whatever it does is survived."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.assistant.naughty import Naughty, bad_answers, naughty, raw, says
from weiyin.assistant.peer import Peer
from weiyin.assistant.speech.served import ServedSpeech
from weiyin.base.errors import NotAllowed, TryLater
from weiyin.base.mask import Secret

AMR = b"#!AMR\n" + bytes(64)


@pytest.fixture
def server() -> Iterator[Naughty]:
    with naughty() as told:
        yield told


@pytest.fixture
def ears(server: Naughty) -> Iterator[ServedSpeech]:
    peer = Peer(server.url, Secret("key-1"), 0.3)
    yield ServedSpeech(peer, "sense")
    peer.close()


def test_it_is_asked_as_openai_is(server: Naughty, ears: ServedSpeech) -> None:
    server.answer = says({"text": "我卡上還剩多少\u202e"})
    assert ears.hear(AMR, "audio/amr; charset=x") == "我卡上还剩多少"
    ((path, body),) = server.asked
    assert path == "/v1/audio/transcriptions"
    assert server.keys == ["Bearer key-1"]
    for part in (b'filename="voice.amr"', b"sense", b"zh", AMR):
        assert part in body


@pytest.mark.parametrize("how", list(bad_answers(Naughty())))
def test_whatever_it_does_the_customer_is_asked_to_come_back(
    server: Naughty, ears: ServedSpeech, how: str
) -> None:
    server.answer = bad_answers(server)[how]
    with pytest.raises(TryLater) as refused:
        ears.hear(AMR, "audio/amr")
    assert "打字" in refused.value.heard
    assert len(server.asked) == 1


def test_a_clip_that_it_cannot_read_is_not_tried_again(server: Naughty, ears: ServedSpeech) -> None:
    server.answer = raw(b"{}", 422)
    with pytest.raises(NotAllowed) as refused:
        ears.hear(AMR, "audio/amr")
    assert "没有听清" in refused.value.heard


def test_what_is_no_voice_never_leaves_the_house(server: Naughty, ears: ServedSpeech) -> None:
    with pytest.raises(NotAllowed):
        ears.hear(b"%PDF", "application/pdf")
    assert server.asked == []


def test_words_are_bounded(server: Naughty, ears: ServedSpeech) -> None:
    server.answer = says({"text": "转" * 5000})
    assert len(ears.hear(AMR, "audio/amr")) == 400


def test_nobody_there() -> None:
    peer = Peer("http://127.0.0.1:9/v1", Secret(""), 0.3)
    with pytest.raises(TryLater):
        ServedSpeech(peer, "x").hear(AMR, "audio/amr")
    peer.close()
