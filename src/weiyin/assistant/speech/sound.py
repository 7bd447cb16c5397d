"""From a voice message's bytes to sound: AMR, AMR-WB, MP3 or WAV to 16 kHz mono, at most a minute.

The container is told by its first bytes and opened as that and nothing else: a demuxer that guesses
would also take a play list, and fetch what it names. Needs the extra `speech`.
"""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weiyin.assistant.speech.port import LONGEST_SECONDS, TOO_LONG, UNHEARD
from weiyin.base.errors import NotAllowed

RATE = 16_000
_GRACE_SECONDS = 1
_BY_START = ((b"#!AMR", "amr"), (b"ID3", "mp3"), (b"RIFF", "wav"))

Sound = NDArray[np.float32]


def decode(audio: bytes) -> Sound:
    """Samples of -1 to 1, `RATE` a second. Raises `NotAllowed` for what is no sound of a minute."""
    av: Any = import_module("av")
    kind = _kind(audio)
    limit = (LONGEST_SECONDS + _GRACE_SECONDS) * RATE
    parts: list[NDArray[np.int16]] = []
    count = 0
    try:
        with av.open(BytesIO(audio), format=kind) as container:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            for frame in container.decode(audio=0):
                for piece in resampler.resample(frame):
                    parts.append(piece.to_ndarray().reshape(-1))
                    count += len(parts[-1])
                if count > limit:
                    raise NotAllowed("speech", TOO_LONG)
    except (av.FFmpegError, IndexError, ValueError):
        raise NotAllowed("speech", UNHEARD) from None
    if not parts:
        raise NotAllowed("speech", UNHEARD)
    return np.concatenate(parts).astype(np.float32) / 32768.0


def _kind(audio: bytes) -> str:
    for start, kind in _BY_START:
        if audio.startswith(start):
            return kind
    if len(audio) > 1 and audio[0] == 0xFF and audio[1] & 0xE0 == 0xE0:  # an MPEG frame's sync word
        return "mp3"
    raise NotAllowed("speech", UNHEARD)
