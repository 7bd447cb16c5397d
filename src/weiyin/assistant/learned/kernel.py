"""How like each known sentence a new one is: the kernel that learning and answering share.

k(x, y) = 0.6 cos(characters) + 0.4 cos(syllables) + 2 (exp(2 (cos(meaning) - 1)) - exp(-2)).
Cosines of TF-IDF weights; the Gaussian on meanings lets near neighbours weigh more than the crowd.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from weiyin.assistant.learned.features import plain, spoken, written
from weiyin.assistant.learned.words import Floats, Words, rarity

_WRITTEN, _SPOKEN, _MEANT = 0.6, 0.4, 2.0
_SHARPNESS = 2.0
_FLAT = exp(-_SHARPNESS)
_BLOCK = 1024
"""Rows of the matrix of meanings at a time."""

Ints = NDArray[np.int32]
Progress = Callable[[float], None]
"""Told the share that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Grams:
    """TF-IDF of one kind of run over the known sentences, by run: an inverted index."""

    ids: dict[str, int]
    idf: Floats
    starts: NDArray[np.int64]
    rows: Ints
    """The sentences of run `i` are `rows[starts[i]:starts[i + 1]]` …"""
    weights: Floats
    """… and so are its weights in them; each sentence's have length 1."""

    @staticmethod
    def build(sentences: Sequence[Counter[str]]) -> Grams:
        spread = Counter(run for said in sentences for run in said)
        ids = {run: at for at, run in enumerate(spread)}
        total = len(sentences)
        idf = np.array([1 + log((1 + total) / (1 + n)) for n in spread.values()], np.float32)
        at: list[int] = []
        rows: list[int] = []
        weights: list[float] = []
        for row, said in enumerate(sentences):
            mine = [(ids[run], (1 + log(n)) * float(idf[ids[run]])) for run, n in said.items()]
            length = sqrt(sum(weight * weight for _, weight in mine)) or 1.0
            at += [one for one, _ in mine]
            rows += [row] * len(mine)
            weights += [weight / length for _, weight in mine]
        order = np.argsort(np.array(at, np.int32), kind="stable")
        starts = np.zeros(len(ids) + 1, np.int64)
        np.cumsum(np.bincount(np.array(at, np.int64), minlength=len(ids)), out=starts[1:])
        return Grams(
            ids,
            idf,
            starts,
            np.array(rows, np.int32)[order],
            np.array(weights, np.float32)[order],
        )

    def cosines(self, said: Counter[str], count: int) -> tuple[Floats, float]:
        """With each of `count` known sentences; and what share of `said`, by weight, any has."""
        known = [(self.ids[run], n) for run, n in said.items() if run in self.ids]
        if not known:
            return np.zeros(count, np.float32), 0.0
        weights = [(1 + log(n)) * float(self.idf[at]) for at, n in known]
        squares = sum(weight * weight for weight in weights)
        rare = (1 + log(1 + count)) ** 2 * sum(1 for run in said if run not in self.ids)
        bounds = [(int(self.starts[at]), int(self.starts[at + 1])) for at, _ in known]
        rows = np.concatenate([self.rows[a:b] for a, b in bounds])
        length = sqrt(squares)
        parts = [
            self.weights[a:b] * np.float32(weight / length)
            for (a, b), weight in zip(bounds, weights, strict=True)
        ]
        dots = np.bincount(rows, np.concatenate(parts), count).astype(np.float32)
        return dots, squares / (squares + rare)


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence beside the known ones."""

    kernel: Floats
    alike: Floats
    """Likeness in characters and sounds alone, 0 to 1."""
    cover: float
    """The share of it, by weight, that the known sentences have at all."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """The known sentences, ready to be compared with."""

    count: int
    written: Grams
    spoken: Grams
    words: Words
    rarity: dict[str, float]
    centre: Floats
    meanings: Floats
    """One row a sentence, of length 1; no columns without a vocabulary."""

    @staticmethod
    def build(texts: Sequence[str], words: Words) -> Kernel:
        bare = [plain(text) for text in texts]
        cuts = [words.cut(text) for text in bare] if len(words) else []
        weights = rarity(Counter(word for cut in cuts for word in set(cut)), len(texts))
        unseen = log(1 + len(texts))
        meant = [words.meaning(cut, weights, unseen) for cut in cuts]
        meanings = np.array(meant, np.float32) if meant else np.zeros((len(texts), 0), np.float32)
        centre = meanings.mean(axis=0)
        return Kernel(
            len(texts),
            Grams.build([written(text) for text in bare]),
            Grams.build([spoken(text) for text in bare]),
            words,
            weights,
            centre,
            _of_length_1(np.where(meanings.any(axis=1, keepdims=True), meanings - centre, 0)),
        )

    def row(self, text: str) -> Row:
        """`text` (normalised) beside every known sentence."""
        bare = plain(text)
        alike, cover = self._alike(bare)
        if not len(self.words):
            return Row(alike, alike, cover)
        near = one_thread(self.meanings, self._meant(bare))
        return Row(alike + _peak(near), alike, cover)

    def _alike(self, bare: str) -> tuple[Floats, float]:
        """Likeness in characters and sounds to every known sentence, and the cover."""
        by_letter, cover = self.written.cosines(written(bare), self.count)
        by_sound, heard = self.spoken.cosines(spoken(bare), self.count)
        alike = np.float32(_WRITTEN) * by_letter + np.float32(_SPOKEN) * by_sound
        return alike, max(cover, heard)

    def matrix(self, texts: Sequence[str], progress: Progress) -> Floats:
        """Every one of `texts`, the known sentences themselves, beside each of them."""
        square = np.empty((len(texts), self.count), np.float32)
        for at, text in enumerate(texts):
            square[at], _ = self._alike(plain(text))
            if at % 256 == 0:
                progress(at / len(texts))
        for start in range(0, len(texts) if len(self.words) else 0, _BLOCK):
            some = slice(start, start + _BLOCK)
            square[some] += _peak(self.meanings[some] @ self.meanings.T)
        progress(1.0)
        return square

    def _meant(self, bare: str) -> Floats:
        unseen = log(1 + self.count)
        meant = self.words.meaning(self.words.cut(bare), self.rarity, unseen)
        if not meant.any():
            return meant
        return np.asarray(_of_length_1((meant - self.centre)[None, :])[0], np.float32)


def one_thread(matrix: Floats, vector: Floats) -> Floats:
    """`matrix @ vector` without BLAS, whose threads wait for each other on a busy machine."""
    return np.asarray(np.einsum("ij,j->i", matrix, vector), np.float32)


def _peak(cosines: Floats) -> Floats:
    peaked = np.exp(np.float32(_SHARPNESS) * (cosines - np.float32(1))) - np.float32(_FLAT)
    return np.asarray(np.float32(_MEANT) * peaked, np.float32)


def _of_length_1(rows: Floats) -> Floats:
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)
