"""Pinyin typed for characters: cha yu e, chayue, zz. Read as what people ask here.

The likeliest characters by a bigram model of the phrases and questions that are known, searched
with a beam. Letters that are no pinyin, and a single syllable on its own, stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from math import log

from pypinyin import Style, pinyin

_LETTERS = re.compile(r"[a-z]+(?:[ '][a-z]+)*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BEAM = 12
_LONGEST_SYLLABLE, _LONGEST_TEXT = 6, 80
_BROAD = 40
_INITIALS = re.compile(r"[a-z]{2,4}")
_END = "$"
_UNSEEN = -9.0
_SHARE = 0.9
"""What the pair counts beside the character alone."""

_Path = tuple[float, str]


class Speller:
    """Built once from the sentences that are known, then only read."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = frozenset("".join(_HAN.findall(text)) for text in texts)
        self._singles: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for text in sorted(self._texts):
            framed = f"{_END}{text}{_END}"
            self._singles.update(framed)
            self._pairs.update(pairwise(framed))
        self._total = sum(self._singles.values())
        self._saying = self._sounds(Style.NORMAL)
        self._beginning = self._sounds(Style.FIRST_LETTER)

    def read(self, text: str) -> str:
        """`text` (normalised) with its pinyin as characters."""
        if len(text) > _LONGEST_TEXT or not _LETTERS.search(text):
            return text
        spelt = _LETTERS.sub(lambda run: self._run(run, text), text)
        if _INITIALS.fullmatch(text) and spelt not in self._texts:
            return self._by_initials(text) or spelt
        return spelt

    def _run(self, run: re.Match[str], text: str) -> str:
        letters = re.sub("[ ']", "", run[0])
        before = text[run.start() - 1] if run.start() else _END
        after = text[run.end()] if run.end() < len(text) else _END
        found = self._search(letters, before, after)
        lone = len(found) == 1 and before == after == _END
        return run[0] if not found or lone else found

    def _search(self, letters: str, before: str, after: str) -> str:
        beams: list[list[_Path]] = [[(0.0, before)], *([] for _ in letters)]
        for at in range(len(letters)):
            for end in range(at + 1, min(at + _LONGEST_SYLLABLE, len(letters)) + 1):
                chars = self._saying.get(letters[at:end], "")
                beams[end] += self._longer(beams[at], chars)
            beams[at + 1] = sorted(beams[at + 1], reverse=True)[:_BEAM]
        ended = [(score + self._odds(path[-1], after), path) for score, path in beams[-1]]
        return max(ended)[1][1:] if ended else ""

    def _by_initials(self, letters: str) -> str | None:
        """A whole phrase that begins its syllables so; None when there is none."""
        beam: list[_Path] = [(0.0, _END)]
        for letter in letters:
            beam = sorted(self._longer(beam, self._beginning.get(letter, "")), reverse=True)[
                :_BROAD
            ]
        ended = sorted(((s + self._odds(p[-1], _END), p[1:]) for s, p in beam), reverse=True)
        return next((path for _, path in ended if path in self._texts), None)

    def _longer(self, beam: list[_Path], chars: str) -> list[_Path]:
        return [
            (score + self._odds(path[-1], char), path + char)
            for score, path in beam
            for char in chars
        ]

    def _odds(self, before: str, char: str) -> float:
        alone = self._singles[char] / self._total
        together = self._pairs[before, char] / (self._singles[before] or 1)
        chance = _SHARE * together + (1 - _SHARE) * alone
        return log(chance) if chance else _UNSEEN

    def _sounds(self, style: Style) -> dict[str, str]:
        """The characters of the sentences by each of their readings, in `style`."""
        found: defaultdict[str, str] = defaultdict(str)
        for char in sorted(self._singles):
            if char != _END:
                for sound in sorted(set(pinyin(char, style=style, heteronym=True)[0])):
                    found[sound.replace("ü", "v")] += char
        return dict(found)
