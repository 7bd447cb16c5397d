"""A recogniser served over HTTP inside the bank's network (OpenAI's transcription API)."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.assistant.peer import Peer
from weiyin.assistant.speech.port import BUSY, UNHEARD, as_heard
from weiyin.base.errors import NotAllowed, TryLater

_ENDING = {"audio/amr": "amr", "audio/mpeg": "mp3", "audio/mp3": "mp3"}


@dataclass(frozen=True, slots=True)
class _Transcription:
    text: str


class ServedSpeech:
    """`POST {url}/audio/transcriptions`; `model` is what the server calls its recogniser."""

    def __init__(self, peer: Peer, model: str) -> None:
        self._peer = peer
        self._model = model

    def hear(self, audio: bytes, mime: str) -> str:
        plain = mime.partition(";")[0].strip().lower()
        if plain not in _ENDING:
            raise NotAllowed("speech", UNHEARD)
        try:
            heard = self._peer.ask(
                "/audio/transcriptions",
                _Transcription,
                files={"file": (f"voice.{_ENDING[plain]}", audio, plain)},
                data={"model": self._model, "language": "zh", "response_format": "json"},
            )
        except TryLater as fault:
            raise TryLater(str(fault), heard=BUSY) from None
        return as_heard(heard.text)
