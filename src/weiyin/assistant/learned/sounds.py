"""How a sentence sounds: its syllables in pinyin, without tones and without what speakers mix up.

So that a slip between homophones (于额 for 余额) or a sentence typed in pinyin (cha yue) is still
like what was meant.
"""

from __future__ import annotations

import re
from functools import cache

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT

_RUN = re.compile(r"[a-z]+|[0-9]+|[\u4e00-\u9fff]+|[^\sa-z0-9]")
_LONGEST = 6
"""Letters of the longest syllable: zhuang."""


def syllables(text: str, *, many: bool = False) -> list[str]:
    """The syllables of normalised `text`, folded; what has none stands as it is.

    Letters are cut into as few syllables as can be, or as many: yue is 月, and yu e is 余额.
    """
    found: list[str] = []
    for run in _RUN.findall(text):
        if "\u4e00" <= run[0] <= "\u9fff":
            found += map(fold, lazy_pinyin(run))
        elif "a" <= run[0] <= "z":
            found += map(fold, _split(run, many=many) or [run])
        else:
            found.append(run)
    return found


@cache
def fold(syllable: str) -> str:
    """One for those that dialects and voice input do not keep apart: zh and z, ang and an."""
    plain = syllable.replace("zh", "z").replace("ch", "c").replace("sh", "s")
    return plain[:-1] if plain.endswith("ng") and len(plain) > 2 else plain


def is_spelt(text: str) -> bool:
    """Whether `text` is nothing but pinyin written out: chayue, cha yu e."""
    runs = text.split()
    return bool(runs) and all(run.isascii() and run.isalpha() and _split(run) for run in runs)


@cache
def _syllabary() -> frozenset[str]:
    """Every syllable of Mandarin, as the dictionary of single characters knows it."""
    common = range(0x4E00, 0x9FA6)
    said = lazy_pinyin([chr(at) for at in common if at in PINYIN_DICT], style=Style.NORMAL)
    return frozenset(one for one in said if one.isascii() and (len(one) > 1 or one in "aeo"))


def _split(run: str, *, many: bool = False) -> list[str] | None:
    """A run of letters as syllables; None when it is not made of syllables."""
    if len(run) > 60:
        return None
    known = _syllabary()
    best: list[list[str] | None] = [[], *([None] * len(run))]
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before, last = best[start], run[start:end]
            if before is None or last not in known:
                continue
            here = best[end]
            if here is None or (len(before) + 1 < len(here)) is not many:
                best[end] = [*before, last]
    return best[-1]
