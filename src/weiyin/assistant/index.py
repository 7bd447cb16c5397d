"""Which of the known phrases a sentence is like: weighted n-grams of 1 to 3 characters.

Two steps, so that a question costs what it shares and not what is stored: every label is scored
by the odds that its grams give (naive Bayes), then the phrases of the best few one by one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, sqrt

from weiyin.assistant.grams import Grams, grams, telling

_NEAR, _COVER, _LIKELY = 0.55, 0.2, 0.25
"""What the three measures of a `Match` count in its score."""
_SHORTLIST = 5
_UNSEEN = 0.64
"""A gram that no phrase has weighs this share of the rarest."""
_SMOOTH = 0.05
_FLOOR = -3.0
"""One gram that a label lacks speaks against it no more than this, in nats."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A label, the phrases that mean it, and near misses that do not."""

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
    likely: float
    """What the label's grams together say for it."""
    foreign: int
    """How many telling tokens of the sentence none of the label's phrases has."""
    phrase: str
    """The nearest phrase, as it is written."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A sentence, weighed: grams that some phrase has, with the squares of their weights."""

    known: list[tuple[str, float]]
    norm: float
    telling: list[str]


class _Label:
    """One label's phrases and refusals, by the grams in them."""

    __slots__ = ("by_gram", "counts", "name", "norms", "phrases", "size", "tokens")

    def __init__(self, entry: Entry) -> None:
        self.name = entry.label
        self.phrases = (*entry.phrases, *entry.refusals)
        self.size = len(entry.phrases)
        self.by_gram: dict[str, list[int]] = defaultdict(list)
        self.counts = Counter[str]()
        for at, phrase in enumerate(self.phrases):
            for gram in (said := grams(phrase)):
                self.by_gram[gram].append(at)
            if at < self.size:
                self.counts.update(said.keys())
        self.tokens = frozenset(self.counts)
        self.norms: list[float] = []

    def weigh(self, squares: dict[str, float]) -> None:
        sums = [0.0] * len(self.phrases)
        for gram, places in self.by_gram.items():
            for at in places:
                sums[at] += squares[gram]
        self.norms = [sqrt(total) or 1.0 for total in sums]

    def match(self, question: _Question, odds: float) -> Match | None:
        """None when the sentence is nearer to what this label refuses."""
        dots: dict[int, float] = defaultdict(float)
        covered = 0.0
        for gram, square in question.known:
            if places := self.by_gram.get(gram):
                covered += square
                for at in places:
                    dots[at] += square
        best = refused = 0.0
        best_at = -1
        for at, dot in dots.items():
            near = dot / self.norms[at]
            if at >= self.size:
                refused = max(refused, near)
            elif near > best:
                best, best_at = near, at
        best, refused = best / question.norm, refused / question.norm
        if best_at < 0 or refused > max(best, 0.5):
            return None
        cover, likely = covered / question.norm**2, 1 / (1 + exp(-odds))
        score = _NEAR * best + _COVER * cover + _LIKELY * likely
        foreign = sum(token not in self.tokens for token in question.telling)
        return Match(self.name, score, best, cover, likely, foreign, self.phrases[best_at])


class Index:
    """Built once, then only read: safe to share between threads."""

    def __init__(self, entries: Iterable[Entry], remembered: int = 8192) -> None:
        self._labels = [_Label(entry) for entry in entries]
        self._squares = self._weigh()
        self._rarest = max(self._squares.values(), default=1.0)
        for label in self._labels:
            label.weigh(self._squares)
        self._with: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._without: dict[str, float] = {}
        self._learn()
        self._at = {label.name: at for at, label in enumerate(self._labels)}
        self._worded: dict[str, list[str]] = defaultdict(list)
        for label in self._labels:
            for phrase in label.phrases[: label.size]:
                self._worded[phrase].append(label.name)
        self.rank = lru_cache(maxsize=remembered)(self._rank)
        """`rank(text, also)` → the best matches, best first, with those of the labels `also`.

        `text` is normalised and masked.
        """

    def knows(self, text: str) -> bool:
        """Whether any phrase shares anything with `text`."""
        return bool(self._weighed(grams(text)).known)

    def _weigh(self) -> dict[str, float]:
        """The square of each gram's weight: the fewer labels have it, the more it says."""
        count = len(self._labels)
        spread = Counter(gram for label in self._labels for gram in label.by_gram)
        rarity = {n: log(1 + (count - n + 0.5) / (n + 0.5)) for n in set(spread.values())}
        return {gram: (rarity[n] * _length(gram)) ** 2 for gram, n in spread.items()}

    def _learn(self) -> None:
        """How much each gram speaks for each label that has it, beyond a label that has it not."""
        phrases = sum(label.size for label in self._labels)
        everywhere = Counter[str]()
        for label in self._labels:
            everywhere.update(label.counts)
        typical = log(_SMOOTH / (phrases / max(1, len(self._labels)) + 2 * _SMOOTH))
        for gram, count in everywhere.items():
            against = max(_FLOOR, typical - log((count + _SMOOTH) / (phrases + 2 * _SMOOTH)))
            self._without[gram] = against * _length(gram)
        for at, label in enumerate(self._labels):
            others = log((phrases - label.size + 2 * _SMOOTH) / (label.size + 2 * _SMOOTH))
            for gram, here in label.counts.items():
                there = everywhere[gram] - here
                odds = log((here + _SMOOTH) / (there + _SMOOTH)) + others
                self._with[gram].append((at, odds * _length(gram) - self._without[gram]))

    def _rank(self, text: str, also: tuple[str, ...] = ()) -> tuple[Match, ...]:
        said = grams(text)
        question = self._weighed(said)
        if not question.known:
            return ()
        named = (*also, *self._worded.get(text, ()))
        places = frozenset(self._at[name] for name in named if name in self._at)
        best = self._shortlist(question, len(said), places)
        matches = (self._labels[at].match(question, odds) for at, odds in best)
        found = [match for match in matches if match is not None]
        return tuple(sorted(found, key=lambda match: -match.score))

    def _weighed(self, said: Grams) -> _Question:
        squares = self._squares
        known = [(gram, squares[gram]) for gram in said if gram in squares]
        unseen = sum(length**2 for gram, length in said.items() if gram not in squares)
        total = sum(square for _, square in known)
        norm = sqrt(total + unseen * self._rarest * (_UNSEEN / 1.1) ** 2)
        return _Question(known, norm, telling(said))

    def _shortlist(
        self, question: _Question, count: int, also: frozenset[int]
    ) -> list[tuple[int, float]]:
        """The likeliest labels, and those asked for, each with its odds a gram, in nats."""
        scores: dict[int, float] = defaultdict(float)
        base = 0.0
        for gram, _ in question.known:
            base += self._without.get(gram, 0.0)
            for at, bonus in self._with.get(gram, ()):
                scores[at] += bonus
        best = [at for at, _ in sorted(scores.items(), key=lambda one: -one[1])[:_SHORTLIST]]
        return [(at, (scores[at] + base) / count) for at in dict.fromkeys((*best, *sorted(also)))]


def _length(gram: str) -> float:
    """What a gram's length counts, as `grams` says."""
    return (0.75, 1.0, 1.1)[gram.count("\x1f")]
