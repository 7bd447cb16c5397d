"""What of a sentence is compared: runs of its characters and of its syllables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from weiyin.assistant.learned.sounds import syllables

CHARACTERS, SYLLABLES = 4, 3
"""The longest run of each."""

_LETTERS = re.compile(r"[a-z]{3}")
_NOISE = re.compile(r"[^\u4e00-\u9fffa-z0-9\ue000-\ue0ff ]|(?<![a-z0-9]) | (?![a-z0-9])")


def plain(text: str) -> str:
    """Normalised `text` without punctuation; marks of values stay."""
    return _NOISE.sub("", text)


def written(text: str) -> Counter[str]:
    """Runs of one to four characters of plain `text`, its ends included."""
    return _runs(f"^{text}$", CHARACTERS, "")


def spoken(text: str) -> Counter[str]:
    """Runs of one to three syllables; of letters, however they may be cut."""
    runs = _runs(["^", *syllables(text), "$"], SYLLABLES, " ")
    if _LETTERS.search(text):
        runs |= _runs(["^", *syllables(text, many=True), "$"], SYLLABLES, " ")
    return runs


def _runs(units: Sequence[str], longest: int, glue: str) -> Counter[str]:
    """Each with how often it occurs; an end alone is none."""
    count = len(units)
    found = Counter(units[1:-1])
    for size in range(2, longest + 1):
        found.update(glue.join(units[at : at + size]) for at in range(count - size + 1))
    return found
