from __future__ import annotations

import pytest

from weiyin.assistant.speech.port import NoSpeech, Speech
from weiyin.base.errors import NotAllowed


def test_without_a_recogniser_it_says_so_politely() -> None:
    speech: Speech = NoSpeech()
    with pytest.raises(NotAllowed) as refused:
        speech.hear(b"#!AMR\n", "audio/amr")
    assert "打字" in refused.value.heard
