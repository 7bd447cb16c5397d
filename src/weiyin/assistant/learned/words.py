"""Words and their static vectors: what a sentence is about, whatever words say it.

The vectors are a sentence encoder's, taken once for each word when a model is made (`teacher`);
a question costs a segmentation and an average, not a run of the encoder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

LONGEST = 6
"""Characters of the longest word looked for."""
_RARE = -18.0
"""Log probability of a character that is no word of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Words:
    """A vocabulary: each word's log probability in general language, and its vector."""

    likely: Mapping[str, float]
    rows: Mapping[str, int]
    vectors: Floats
    """One row a word, of length 1, the common direction taken out."""

    @staticmethod
    def none() -> Words:
        """No vocabulary: sentences are compared by their characters and sounds alone."""
        return Words({}, {}, np.zeros((0, 0), np.float32))

    @staticmethod
    def of(words: Sequence[str], likely: Sequence[float], vectors: Floats) -> Words:
        rows = {word: row for row, word in enumerate(words)}
        return Words(dict(zip(words, likely, strict=True)), rows, vectors)

    def __len__(self) -> int:
        return len(self.rows)

    def cut(self, text: str) -> list[str]:
        """`text` as the likeliest sequence of words (Viterbi over the unigram model)."""
        best = [0.0, *([-1e9] * len(text))]
        came = [0] * (len(text) + 1)
        for end in range(1, len(text) + 1):
            for start in range(max(0, end - LONGEST), end):
                piece = text[start:end]
                gain = self.likely.get(piece, _RARE if end - start == 1 else None)
                if gain is not None and best[start] + gain > best[end]:
                    best[end], came[end] = best[start] + gain, start
        cut, end = [], len(text)
        while end:
            cut.append(text[came[end] : end])
            end = came[end]
        return cut[::-1]

    def meaning(self, words: Iterable[str], weights: Mapping[str, float], unseen: float) -> Floats:
        """The weighted sum of the vectors of `words`; zeros when none is known."""
        total = np.zeros(self.vectors.shape[1], np.float32)
        for word in words:
            row = self.rows.get(word)
            if row is not None:
                total += np.float32(weights.get(word, unseen)) * self.vectors[row]
        return total


def rarity(counts: Mapping[str, int], sentences: int) -> dict[str, float]:
    """What each word counts: the logarithm of how few of the sentences have it."""
    return {word: log((1 + sentences) / (1 + count)) for word, count in counts.items()}
