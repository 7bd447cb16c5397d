"""Which entries a question is like: BM25 over characters, pairs, sounds and concepts.

BM25 (Robertson and Zaragoza, 2009) with k1 = 1.2, b = 0.4; an entry's ways to ask it are one
document, words of its answer count half. From two measures comes a score of 0 to 1, which is how
often such an answer was right:

    share   the BM25 sum, as a share of the most that this question could reach
    ahead   how far its share lies before the best other entry's

A question worded as one of an entry's own scores 1.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import exp, log

from weiyin.assistant.knowledge.entry import KnowledgeEntry
from weiyin.assistant.knowledge.features import Features, features

_K1, _B = 1.2, 0.4
_ANSWER_COUNTS = 0.5
_CANDIDATES = 8
_COMMON = 0.12
"""A feature of more than this share of the entries only adds to candidates that others chose."""
_BIAS, _SHARE, _AHEAD = -2.1, 2.4, 12.5
"""Logistic weights of the measures, fitted on ways to ask that an index had not seen and on
questions whose entry it did not hold."""
_SUREST = 0.999


class Document:
    """An entry as its features: of each way to ask it, and in all."""

    __slots__ = ("asked", "counts", "entry", "size")

    def __init__(self, entry: KnowledgeEntry) -> None:
        self.entry = entry
        self.asked = tuple(features(one) for one in entry.asked)
        self.counts: dict[str, float] = defaultdict(float)
        for said in self.asked:
            for feature in said:
                self.counts[feature] += 1
        for feature in features(entry.answer):
            self.counts[feature] += _ANSWER_COUNTS
        self.size = sum(self.counts.values())


class Usual:
    """What is usual among `documents`: how many have a feature, and how long they are."""

    def __init__(self, documents: Iterable[Document]) -> None:
        known = list(documents)
        self._count = len(known)
        self.size = sum(one.size for one in known) / max(1, len(known))
        spread = Counter(feature for one in known for feature in set().union(*one.asked))
        self._rarity = {feature: self._idf(count) for feature, count in spread.items()}
        self._unseen = self._idf(0)

    def _idf(self, count: int) -> float:
        return log(1 + (self._count - count + 0.5) / (count + 0.5))

    def rarity(self, feature: str) -> float:
        """The inverse document frequency, above 0."""
        return self._rarity.get(feature, self._unseen)


@dataclass(frozen=True, slots=True)
class Measured:
    """How like an entry a question is. `share` is 0 to 1; `exact`: in one of its own wordings."""

    entry: KnowledgeEntry
    share: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and how sure it is that its answer answers, 0 to 1."""

    entry: KnowledgeEntry
    score: float


class Index:
    """Built once, then only read: safe to share between threads."""

    def __init__(self, documents: Sequence[Document], usual: Usual) -> None:
        self._usual = usual
        self._documents = documents
        self._exact: dict[frozenset[str], int] = {}
        self._postings: dict[str, dict[int, float]] = defaultdict(dict)
        for slot, one in enumerate(documents):
            for said in one.asked:
                self._exact[frozenset(said)] = slot
            rest = _K1 * (1 - _B + _B * one.size / usual.size)
            for feature, count in one.counts.items():
                self._postings[feature][slot] = count * (_K1 + 1) / (count + rest)

    def measure(self, said: Features, wanted: Callable[[KnowledgeEntry], bool]) -> list[Measured]:
        """The likeliest of the entries that are `wanted`. `said`: `features(text)`."""
        worths = {one: self._usual.rarity(one) * weight for one, weight in said.items()}
        most = sum(worths.values()) * (_K1 + 1)
        exact = self._exact.get(frozenset(said))
        likely = self._likely(worths)
        if exact is not None:
            likely.setdefault(exact, 0.0)
        found = [
            Measured(entry, total / most, slot == exact)
            for slot, total in likely.items()
            if wanted(entry := self._documents[slot].entry)
        ]
        return nlargest(_CANDIDATES, found, key=lambda one: (one.exact, one.share))

    def _likely(self, worths: Mapping[str, float]) -> dict[int, float]:
        """The BM25 sums of the best: what has a telling feature, or any if there is none."""
        known = [(self._postings[one], w) for one, w in worths.items() if one in self._postings]
        most = max(8.0, _COMMON * len(self._documents))
        telling = [pair for pair in known if len(pair[0]) <= most]
        sums: dict[int, float] = defaultdict(float)
        for posting, worth in telling or known:
            for slot, impact in posting.items():
                sums[slot] += worth * impact
        common = [pair for pair in known if len(pair[0]) > most] if telling else []
        best = nlargest(5 * _CANDIDATES, sums, key=sums.__getitem__)
        return {
            slot: sums[slot] + sum(worth * posting.get(slot, 0.0) for posting, worth in common)
            for slot in best
        }


def ranked(measured: Iterable[Measured]) -> list[Found]:
    """Best first, each with its score."""
    order = sorted(measured, key=lambda one: -one.share)
    found = []
    for at, one in enumerate(order):
        other = order[1 if at == 0 else 0].share if len(order) > 1 else 0.0
        score = 1.0 if one.exact else _score(one.share, one.share - other)
        found.append(Found(one.entry, score))
    return sorted(found, key=lambda one: -one.score)


def _score(share: float, ahead: float) -> float:
    height = _BIAS + _SHARE * share + _AHEAD * max(-0.3, min(0.3, ahead))
    return round(min(_SUREST, 1 / (1 + exp(-height))), 3)
