"""The port to a recogniser of speech, and the one that politely is not there."""

from __future__ import annotations

from typing import Protocol

from weiyin.base.errors import NotAllowed


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
