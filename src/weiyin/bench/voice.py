"""Spoken questions through the whole road: heard, and recognised as if typed.

Each clip is heard as recorded and again as WeChat sends it (AMR-NB at 8 kHz, 12.2 kbit/s). An error
rate is edit distance over length: of characters without punctuation, or of toneless syllables.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec

from weiyin.assistant.intents import Kind, Understanding, Vocabulary
from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.assistant.knowledge.syllables import sounds
from weiyin.assistant.speech.port import Speech
from weiyin.assistant.understand import Assistant
from weiyin.base.errors import BadInput, NotAllowed

_PLAIN = re.compile(r"[^\w]", re.UNICODE)
_SOMEBODY = Vocabulary(payees=("李雷", "妈妈"), card_tails=("1234",))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A clip, what is said in it, and the function that it wants."""

    file: str
    text: str
    function: str


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of 1; `seconds` of hearing a clip."""

    function_at_1: float
    function_at_3: float
    character_error: float
    pinyin_error: float
    seconds: float


class VoiceBench:
    """Measures `speech` and `assistant` together."""

    def __init__(
        self, assistant: Assistant, knowledge: KnowledgeBase, speech: Speech, now: datetime
    ) -> None:
        self._assistant = assistant
        self._knowledge = knowledge
        self._speech = speech
        self._now = now

    def measure(self, folder: Path, progress: Callable[[float], None]) -> dict[str, Scores]:
        """Scores by kind of recording. `folder` is as `scripts/speak.py` writes it."""
        clips = _clips(folder)
        ways = {"typed": None, "as recorded": _same, "AMR 8 kHz": as_amr}
        found = {}
        for turn, (name, encode) in enumerate(ways.items()):
            rows = []
            for at, clip in enumerate(clips):
                rows.append(self._one(clip, folder, encode))
                progress((turn + (at + 1) / len(clips)) / len(ways))
            found[name] = Scores(
                *(round(sum(column) / len(rows), 4) for column in zip(*rows, strict=True))
            )
        return found

    def _one(
        self, clip: Spoken, folder: Path, encode: Callable[[bytes], tuple[bytes, str]] | None
    ) -> tuple[float, ...]:
        heard, seconds = clip.text, 0.0
        if encode is not None:
            audio, mime = encode((folder / clip.file).read_bytes())
            began = time.perf_counter()
            heard = self._hear(audio, mime)
            seconds = time.perf_counter() - began
        first, offered = self._wanted(heard)
        return (
            float(first == clip.function),
            float(clip.function in offered),
            error_rate(_PLAIN.sub("", clip.text), _PLAIN.sub("", heard)),
            error_rate(sounds(clip.text), sounds(heard)),
            seconds,
        )

    def _hear(self, audio: bytes, mime: str) -> str:
        try:
            return self._speech.hear(audio, mime)
        except NotAllowed:
            return ""

    def _wanted(self, text: str) -> tuple[str | None, Sequence[str]]:
        understood, _ = self._assistant.understand(text, vocabulary=_SOMEBODY, now=self._now)
        offered = [*([understood.function] if understood.function else []), *understood.choices]
        if (leads := self._leads(understood)) is not None:
            offered.append(leads)
        return (offered[0] if offered else None), offered[:3]

    def _leads(self, understood: Understanding) -> str | None:
        """The function that an answer out of the knowledge base leads to."""
        if understood.kind is not Kind.KNOWLEDGE or understood.entry is None:
            return None
        entry = self._knowledge.get(understood.entry)
        return entry.function if entry else None


def error_rate(said: Sequence[str], heard: Sequence[str]) -> float:
    """Levenshtein's distance over the length of what was said."""
    before = list(range(len(heard) + 1))
    for row, one in enumerate(said, 1):
        now = [row]
        for column, other in enumerate(heard, 1):
            change = before[column - 1] + (one != other)
            now.append(min(change, before[column] + 1, now[-1] + 1))
        before = now
    return before[-1] / max(1, len(said))


def as_amr(wav: bytes) -> tuple[bytes, str]:
    """A recording as WeChat sends a voice. Needs the extra `speech`."""
    av: Any = import_module("av")
    out = BytesIO()
    with av.open(BytesIO(wav), format="wav") as source, av.open(out, "w", format="amr") as target:
        stream = target.add_stream("libopencore_amrnb", rate=8000)
        stream.bit_rate = 12_200
        stream.layout = "mono"
        thin = av.AudioResampler(format="s16", layout="mono", rate=8000, frame_size=160)
        for frame in (*source.decode(audio=0), None):
            _mux(target, stream, thin.resample(frame))
        target.mux(stream.encode(None))
    return out.getvalue(), "audio/amr"


def _mux(target: Any, stream: Any, frames: Iterable[Any]) -> None:
    for frame in frames:
        target.mux(stream.encode(frame))


def _same(wav: bytes) -> tuple[bytes, str]:
    return wav, "audio/wav"


def _clips(folder: Path) -> list[Spoken]:
    try:
        lines = (folder / "spoken.jsonl").read_bytes().splitlines()
        return [msgspec.json.decode(line, type=Spoken) for line in lines]
    except (OSError, msgspec.DecodeError) as error:
        raise BadInput("CLIPS", f"{folder} 没有可读的 spoken.jsonl: {error}") from None
