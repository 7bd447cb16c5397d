"""Whisper on this machine's own processor, with nothing sent anywhere. Needs the extra `speech`.

Silence is cut away first, or the model invents words for it; the number of tokens is bounded by the
clip's length, or it may repeat itself for ever. Whisper: Radford et al., 2022.
"""

from __future__ import annotations

import threading
from importlib import import_module
from pathlib import Path
from typing import Any

from weiyin.assistant.speech.port import BUSY, as_heard
from weiyin.assistant.speech.sound import RATE, Sound, decode
from weiyin.base.errors import Misconfigured, TryLater

_SHORT_SECONDS = 8
_SHORT_WINDOW = 10
_WAITING = 8
"""So many clips wait for the one that is being heard; more are asked to come back."""
_PROMPT = "以下是普通话的句子。银行业务：余额，明细，转账，账单，还款，分期，网点，理财，挂失。"
_LEAKED = ("以下是", "银行业务")
"""A clip that is hard to hear may give the prompt back; without one it is heard as it is."""


class EmbeddedSpeech:
    """A Whisper model in the folder of a faster-whisper conversion; loaded at its first clip."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        if not (folder / "model.bin").is_file():
            raise Misconfigured("WEIYIN_SPEECH_FOLDER", f"there is no model.bin in {folder}")
        try:
            self._whisper: Any = import_module("faster_whisper")
        except ImportError:
            raise Misconfigured(
                "WEIYIN_SPEECH_FOLDER", "install the extra: weiyin[speech]"
            ) from None
        self._folder = folder
        self._threads = threads
        self._model: Any = None
        self._turn = threading.Lock()
        self._places = threading.BoundedSemaphore(1 + _WAITING)

    def hear(self, audio: bytes, mime: str) -> str:  # noqa: ARG002 - the bytes tell what they are
        sound = decode(audio)
        if not self._places.acquire(blocking=False):
            raise TryLater("ears are full", heard=BUSY)
        try:
            with self._turn:
                return as_heard(self._recognise(sound))
        finally:
            self._places.release()

    def _recognise(self, sound: Sound) -> str:
        seconds = len(sound) / RATE
        if seconds > _SHORT_SECONDS:
            return self._transcribed(sound)
        short = {"max_new_tokens": 8 * int(seconds) + 8, "chunk_length": _SHORT_WINDOW}
        heard = self._transcribed(sound, initial_prompt=_PROMPT, **short)
        return self._transcribed(sound, **short) if heard.startswith(_LEAKED) else heard

    def _transcribed(self, sound: Sound, **further: Any) -> str:
        segments, _ = self._loaded().transcribe(
            sound,
            language="zh",
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
            vad_filter=True,
            **further,
        )
        return "".join(segment.text for segment in segments).strip()

    def _loaded(self) -> Any:
        if self._model is None:
            self._model = self._whisper.WhisperModel(
                str(self._folder), device="cpu", compute_type="int8", cpu_threads=self._threads
            )
        return self._model
