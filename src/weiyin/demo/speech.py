"""The demo's ears: the simulator's phone sends along the words that were said.

A real account needs a recogniser in this place; the demo has none and says so by giving no words
for a sound that came without them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import unquote

from weiyin.base.ask import Ask
from weiyin.base.text import clean

SPOKEN = "x-sim-spoken-text"
"""The header of a downloaded voice under which the simulator gives its words, percent-encoded."""

Download = Callable[[str, str], tuple[bytes, Mapping[str, str]]]
"""(official account, media id) → the sound and its headers in lower case."""


class DemoSpeech:
    """Hears an `Ask` of kind VOICE by downloading its sound."""

    def __init__(self, download: Download) -> None:
        self._download = download

    def __call__(self, ask: Ask) -> str:
        """The words, empty when nothing was understood. Raises what `download` raises."""
        if not ask.media_id:
            return ""
        _, headers = self._download(ask.oa, ask.media_id)
        return clean(unquote(headers.get(SPOKEN, "")))
