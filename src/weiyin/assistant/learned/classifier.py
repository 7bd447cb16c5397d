"""From labelled sentences to a label for a new one: kernel ridge regression on every label at once.

Least squares in place of a support vector machine's hinge: measured as exact on short sentences,
solved in one step, the same every time. Scores are near 1 for a label that is meant, near 0 else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weiyin.assistant.learned.calibration import UNCALIBRATED, Calibration, calibrate
from weiyin.assistant.learned.kernel import Kernel, Progress, Row, one_thread
from weiyin.assistant.learned.words import Floats, Words
from weiyin.base.errors import BadInput

_RIDGE = 0.2
"""Added to the kernel's diagonal: how little one example alone is believed."""
_SHORTLIST = 48
"""Labels scored to the end; the others have no example near enough to come first."""
_HELD_OUT = 5
"""One in so many sentences is kept apart to learn how sure to be."""
_CALIBRATED = 6_000
"""Sentences at most, roughly, that this is learned from."""
MOST = 30_000
"""Sentences that can be learned from: memory grows with their square, 7 GB at this."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A label for a sentence."""

    label: str
    score: float
    alike: float
    """Likeness to the nearest example of the label, in characters and sounds, 0 to 1."""
    nearest: str
    """That example."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The likeliest labels, best first, and how sure the first is: 0 to 1, calibrated."""

    guesses: tuple[Guess, ...]
    confidence: float
    cover: float
    """The share of the sentence, by weight, that any example has."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """Learned once, then only read: safe to share between threads."""

    labels: tuple[str, ...]
    texts: tuple[str, ...]
    """The examples, those of a label together, labels in order."""
    starts: NDArray[np.int64]
    """Where each label's examples begin."""
    kernel: Kernel
    dual: Floats
    """What each example says for each label: one row a label."""
    prior: Floats
    calibration: Calibration

    def rank(self, text: str, count: int = 5) -> Ranking:
        """The best `count` labels for normalised `text`."""
        row = self.kernel.row(text)
        best = np.maximum.reduceat(row.kernel, self.starts)
        short = np.argsort(-best, kind="stable")[:_SHORTLIST]
        scores = one_thread(self.dual[short], row.kernel) + self.prior[short]
        order = np.argsort(-scores, kind="stable")[: max(2, count)]
        guesses = tuple(self._guess(int(short[at]), float(scores[at]), row) for at in order)
        lead = guesses[0].score - (guesses[1].score if len(guesses) > 1 else 0.0)
        sure = self.calibration.confidence((guesses[0].score, lead, float(best[short[order[0]]])))
        return Ranking(guesses[:count], sure, row.cover)

    def _guess(self, at: int, score: float, row: Row) -> Guess:
        start = int(self.starts[at])
        end = int(self.starts[at + 1]) if at + 1 < len(self.starts) else len(self.texts)
        near = start + int(np.argmax(row.alike[start:end]))
        return Guess(self.labels[at], score, float(row.alike[near]), self.texts[near])


def learn(
    texts: Sequence[str],
    labels: Sequence[str],
    words: Words,
    progress: Progress = lambda _: None,
) -> Classifier:
    """A classifier of normalised, labelled `texts`. Raises `BadInput` for too few or many."""
    if not 2 <= len(texts) <= MOST:
        raise BadInput("texts", f"needs 2 to {MOST} sentences, not {len(texts)}")
    order = sorted(range(len(texts)), key=lambda at: (labels[at], at))
    known = tuple(texts[at] for at in order)
    mine = [labels[at] for at in order]
    names, starts, codes = np.unique(mine, return_index=True, return_inverse=True)
    kernel = Kernel.build(known, words)
    square = kernel.matrix(known, lambda share: progress(0.3 * share))
    wanted = np.zeros((len(known), len(names)), np.float32)
    wanted[np.arange(len(known)), codes] = 1
    calibration = _held_out(square, wanted, starts, codes)
    progress(0.6)
    prior = wanted.mean(axis=0)
    dual = _solve(square, wanted - prior)
    progress(1.0)
    return Classifier(
        tuple(map(str, names)),
        known,
        starts.astype(np.int64),
        kernel,
        np.ascontiguousarray(dual.T),
        prior,
        calibration,
    )


def _solve(square: Floats, wanted: Floats) -> Floats:
    """(K + λI)⁻¹ Y. Changes `square`."""
    square[np.diag_indices_from(square)] += np.float32(_RIDGE)
    return np.asarray(np.linalg.solve(square, wanted), np.float32)


def _held_out(
    square: Floats, wanted: Floats, starts: NDArray[np.int64], codes: NDArray[np.int64]
) -> Calibration:
    """How sure to be, from sentences that were kept apart; of a large set, from some labels."""
    some = codes % (1 + len(codes) // _CALIBRATED) == 0
    place = np.arange(len(codes)) - starts[codes]
    size = np.bincount(codes)[codes]
    held = some & (place % _HELD_OUT == _HELD_OUT - 1) | (some & (place == 1) & (size < _HELD_OUT))
    kept = some & ~held
    if not held.any() or wanted.shape[1] < 2:
        return UNCALIBRATED
    prior = wanted[kept].mean(axis=0)
    beside = square[np.ix_(held, kept)]
    scores = beside @ _solve(square[np.ix_(kept, kept)], wanted[kept] - prior) + prior
    first = scores.argmax(axis=1)
    top = scores.max(axis=1)
    lead = top - np.partition(scores, -2, axis=1)[:, -2]
    near = np.where(codes[kept][None, :] == first[:, None], beside, 0).max(axis=1)
    return calibrate(np.column_stack([top, lead, near]), first == codes[held])
