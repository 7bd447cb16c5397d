"""From a voice message's bytes to sound: what WeChat sends is read, and nothing else is opened."""

from __future__ import annotations

import io
import math
import struct
import wave

import pytest

from weiyin.assistant.speech.sound import RATE, decode
from weiyin.base.errors import NotAllowed
from weiyin.bench.voice import as_amr


def tone(seconds: float, rate: int = 16_000) -> bytes:
    """A WAV of 440 Hz."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        steps = range(int(seconds * rate))
        samples = (int(8000 * math.sin(2 * math.pi * 440 * at / rate)) for at in steps)
        file.writeframes(b"".join(struct.pack("<h", one) for one in samples))
    return out.getvalue()


def test_a_voice_as_wechat_sends_it_is_read() -> None:
    amr, mime = as_amr(tone(2.0))
    assert mime == "audio/amr"
    assert amr.startswith(b"#!AMR\n")
    sound = decode(amr)
    assert abs(len(sound) / RATE - 2.0) < 0.1
    assert 0.05 < float(abs(sound).max()) <= 1.0


def test_a_recording_of_another_rate_is_brought_to_ours() -> None:
    assert abs(len(decode(tone(1.0, 44_100))) / RATE - 1.0) < 0.05


def test_more_than_a_minute_is_refused_without_reading_on() -> None:
    with pytest.raises(NotAllowed) as refused:
        decode(tone(63.0, 8_000))
    assert "60 秒" in refused.value.heard


@pytest.mark.parametrize(
    "audio",
    [
        b"",
        b"#!AMR\n",
        b"#!AMR\n" + bytes(range(256)) * 8,
        b"RIFF\xff\xff\xff\xffWAVEfmt ",
        b"\xff\xfb" + bytes(400),
        b"ID3\x04\x00\x00\x00\x00\x0f\x76",
        b"#EXTM3U\nhttp://127.0.0.1/secret\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"OggS" + bytes(64),
        b"\x00\x00\x00\x20ftypisom",
    ],
)
def test_what_is_no_voice_is_refused_and_nothing_it_names_is_opened(audio: bytes) -> None:
    with pytest.raises(NotAllowed) as refused:
        decode(audio)
    assert "打字" in refused.value.heard
