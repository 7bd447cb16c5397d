"""Which of the known phrases a sentence is like: weighted n-grams of 1 to 3 characters.

Two steps, so that a question costs what it shares and not what is stored: every label is scored
by its grams, then the phrases of the best few one by one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from weiyin.assistant.bare import bare

_TOKEN = re.compile(r"[a-z]+|.")
_LENGTHS = (0.75, 1.0, 1.1)
"""How much a gram of one, two, three tokens says."""
_SHORTLIST = 7
_UNSEEN = 0.7
"""A gram no phrase has weighs this share of the rarest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A label and its phrases; of a `!` phrase `wanted` is False."""

    label: str
    phrases: tuple[str, ...]
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """How like a label a sentence is. All of 0 to 1."""

    label: str
    score: float
    near: float
    """Cosine to the nearest phrase."""
    cover: float
    """The share of the sentence's weight that occurs in the label's phrases at all."""
    phrase: str
    """That phrase, as it is written."""


class _Label:
    """One label's phrases, by the grams in them."""

    __slots__ = ("by_gram", "name", "norms", "phrases", "wanted")

    def __init__(self, entry: Entry) -> None:
        self.name = entry.label
        self.phrases = (*entry.phrases, *entry.refusals)
        self.wanted = [True] * len(entry.phrases) + [False] * len(entry.refusals)
        self.by_gram: dict[str, list[int]] = defaultdict(list)
        for at, phrase in enumerate(self.phrases):
            for gram in grams(bare(phrase)):
                self.by_gram[gram].append(at)
        self.norms: list[float] = []

    def weigh(self, weights: dict[str, float]) -> None:
        squares = [0.0] * len(self.phrases)
        for gram, places in self.by_gram.items():
            for at in places:
                squares[at] += weights[gram] ** 2
        self.norms = [sqrt(square) or 1.0 for square in squares]

    def match(self, weighted: list[tuple[str, float]], norm: float) -> Match | None:
        """None when the sentence is nearer to what this label refuses."""
        dots = [0.0] * len(self.phrases)
        covered = 0.0
        for gram, square in weighted:
            if places := self.by_gram.get(gram):
                covered += square
                for at in places:
                    dots[at] += square
        best, best_at, refused = 0.0, 0, 0.0
        for at, dot in enumerate(dots):
            if dot:
                near = dot / (self.norms[at] * norm)
                if not self.wanted[at]:
                    refused = max(refused, near)
                elif near > best:
                    best, best_at = near, at
        if not best or (refused > best and refused > 0.5):
            return None
        cover = covered / (norm * norm)
        return Match(self.name, 0.72 * best + 0.28 * cover, best, cover, self.phrases[best_at])


class Index:
    """Built once, then only read: safe to share between threads."""

    def __init__(self, entries: Iterable[Entry], remembered: int = 8192) -> None:
        self._labels = [_Label(entry) for entry in entries]
        self._weights = self._weigh()
        self._rarest = max(self._weights.values(), default=1.0)
        self._by_gram = self._shortlisting()
        for label in self._labels:
            label.weigh(self._weights)
        self.rank = lru_cache(maxsize=remembered)(self._rank)
        """`rank(text)` → the best matches, best first. `text` is normalised and masked."""

    def _weigh(self) -> dict[str, float]:
        count = len(self._labels)
        spread = Counter(gram for label in self._labels for gram in label.by_gram)
        return {
            gram: log(1 + (count - labels + 0.5) / (labels + 0.5)) * _LENGTHS[_length(gram) - 1]
            for gram, labels in spread.items()
        }

    def _shortlisting(self) -> dict[str, list[tuple[int, float]]]:
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, label in enumerate(self._labels):
            for gram, places in label.by_gram.items():
                often = log(1 + len(places)) / log(2 + len(label.phrases))
                postings[gram].append((at, self._weights[gram] * (0.4 + 0.6 * often)))
        return postings

    def _rank(self, text: str) -> tuple[Match, ...]:
        said = grams(bare(text))
        known = [(gram, self._weights[gram] ** 2) for gram in said if gram in self._weights]
        unseen = sum(
            (self._rarest * _UNSEEN * _LENGTHS[_length(gram) - 1] / 1.1) ** 2
            for gram in said
            if gram not in self._weights
        )
        norm = sqrt(sum(square for _, square in known) + unseen)
        if not known:
            return ()
        matches = [self._labels[at].match(known, norm) for at in self._shortlist(known)]
        found = [match for match in matches if match is not None]
        return tuple(sorted(found, key=lambda match: -match.score))

    def _shortlist(self, known: list[tuple[str, float]]) -> list[int]:
        scores: dict[int, float] = defaultdict(float)
        for gram, _ in known:
            for at, weight in self._by_gram[gram]:
                scores[at] += weight
        return sorted(scores, key=lambda at: -scores[at])[:_SHORTLIST]


def grams(text: str) -> set[str]:
    """Its runs of one to three tokens; a word of Latin letters is one token, an edge is one too."""
    tokens = _TOKEN.findall(text)
    framed = ["^", *tokens, "$"]
    return {*tokens, *_runs(framed, 2), *_runs(framed, 3)}


def _runs(tokens: list[str], length: int) -> Iterator[str]:
    return ("\x1f".join(tokens[at : at + length]) for at in range(len(tokens) - length + 1))


def _length(gram: str) -> int:
    return gram.count("\x1f") + 1
