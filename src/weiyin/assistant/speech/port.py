"""The port to a recogniser of speech, and the one that politely is not there."""

from __future__ import annotations

from functools import cache
from typing import Protocol

import opencc

from weiyin.assistant.speech.terms import with_terms
from weiyin.base.errors import NotAllowed
from weiyin.base.text import clean

LONGEST_SECONDS = 60
"""A voice message of WeChat is no longer. Source: 新增临时素材."""
UNHEARD = "没有听清，请再说一遍，或者打字告诉我。"
TOO_LONG = "语音超过了 60 秒，我听不下来。请分几句说，或者打字告诉我。"
BUSY = "现在语音较多，我听不过来。请稍后再说，或者打字告诉我。"
_LONGEST_TEXT = 400
_CUT = "\ufffd"
"""What is left of a character that a recogniser broke off in."""


class Speech(Protocol):
    def hear(self, audio: bytes, mime: str) -> str:
        """The words in `audio` (`audio/amr`, `audio/mpeg`, …), simplified characters, maybe empty.

        Raises `NotAllowed` for what can never be heard and `TryLater` when the recogniser is busy.
        What was heard is good enough to choose a function, and never to take a name or an amount
        without reading it back.
        """
        ...


class NoSpeech:
    """No recogniser is installed."""

    def hear(self, audio: bytes, mime: str) -> str:  # noqa: ARG002 - the port's shape
        raise NotAllowed("speech", "抱歉，我暂时听不了语音。请打字告诉我，例如“查余额”。")


def as_heard(text: str) -> str:
    """A recogniser's words in simplified characters, the bank's own terms by their sound."""
    simplified: str = _converter().convert(clean(text, _LONGEST_TEXT).replace(_CUT, ""))
    return with_terms(simplified)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
