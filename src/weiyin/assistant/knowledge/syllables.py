"""How characters sound, without tones: what a homophone leaves unchanged, and full pinyin says."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pypinyin.constants import PINYIN_DICT

_LETTERS = re.compile(r"[a-z]+")
_LONGEST = 6


@cache
def _by_char() -> dict[str, str]:
    """Each common character's first reading; one reading a character is enough to compare by."""
    return {
        chr(code): _toneless(readings.partition(",")[0])
        for code, readings in PINYIN_DICT.items()
        if 0x4E00 <= code <= 0x9FFF
    }


@cache
def _known() -> frozenset[str]:
    return frozenset(_by_char().values())


def sounds(text: str) -> list[str]:
    """The syllables of `text`, in order; a run of letters counts when it is pinyin throughout."""
    by_char = _by_char()
    found: list[str] = []
    at = 0
    while at < len(text):
        run = _LETTERS.match(text, at)
        if run is None:
            sound = by_char.get(text[at])
            if sound:
                found.append(sound)
            at += 1
            continue
        found += _spelt(run[0])
        at = run.end()
    return found


def _toneless(reading: str) -> str:
    plain = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    return "".join(char for char in plain if "a" <= char <= "z")


def _spelt(letters: str) -> list[str]:
    """`zhuanzhang` as zhuan zhang, longest first; empty when a rest is no syllable."""
    known = _known()
    found: list[str] = []
    at = 0
    while at < len(letters):
        for length in range(min(_LONGEST, len(letters) - at), 0, -1):
            if letters[at : at + length] in known:
                found.append(letters[at : at + length])
                at += length
                break
        else:
            return []
    return found
